/* A ring of request lines. */
#include "lab/journal.h"

#include "lab/wording.h"

void journal_add(struct journal *journal, int64_t at, const char *method, struct str path,
                 int status, const char *fault)
{
    struct journal_row *row = &journal->rows[journal->count++ % JOURNAL_MAX];
    *row = (struct journal_row){.at = at, .status = status, .method = method, .fault = fault};
    str_copy(path, row->path, sizeof row->path);
}

void journal_json(struct buf *out, const struct journal *journal, uint64_t most)
{
    uint64_t kept = journal->count < JOURNAL_MAX ? journal->count : JOURNAL_MAX;
    uint64_t from = journal->count - (kept < most ? kept : most);
    buf_add_fmt(out, "{\"count\":%llu,\"requests\":[", (unsigned long long)journal->count);
    for (uint64_t i = from; i < journal->count; i++) {
        const struct journal_row *row = &journal->rows[i % JOURNAL_MAX];
        buf_add_fmt(out, "%s{\"at\":%lld,\"method\":\"%s\",\"path\":", i > from ? "," : "",
                    (long long)row->at, row->method);
        wording_quote(out, str_of(row->path));
        buf_add_fmt(out, ",\"status\":%d,\"fault\":%s%s%s}", row->status,
                    row->fault != NULL ? "\"" : "", row->fault != NULL ? row->fault : "null",
                    row->fault != NULL ? "\"" : "");
    }
    buf_add_text(out, "]}");
}
