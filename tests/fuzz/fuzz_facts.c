/* A topic's number and an answer of the platform: read or refused with a sentence; what is read is UTF-8 within its caps,
 * prints, and the same answer gives the same facts again. */
#include "base/utf8.h"
#include "model/fact.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_series(const struct fact_book *book, enum fact fact, struct buf *out)
{
    const double *points = NULL;
    int count = fact_series(book, fact, &points);
    must(count >= 0 && count <= FACT_SERIES_MAX);
    for (int i = 0; i < count; i++)
        buf_add_fmt(out, " %a", points[i]);
}

static void check_value(const struct fact_book *book, enum fact fact, int row, struct buf *out)
{
    struct value value = VALUE_ABSENT;
    if (!fact_get(book, fact, row, &value))
        return;
    must(value_is_present(&value));
    if (kind_is_text(value.kind))
        must(value.s.n <= FACT_TEXT_MAX && utf8_is_valid(value.s));
    fact_print(out, fact, &value, NULL);
    buf_add_byte(out, '\n');
}

static void check_facts(const struct fact_book *book, enum fact_topic topic, struct buf *out)
{
    enum fact first;
    int count = fact_topic_facts(topic, &first);
    must(book->answers[topic].rows <= FACT_ROWS_MAX);
    for (int i = 0; i < count; i++) {
        enum fact fact = (enum fact)((int)first + i);
        check_series(book, fact, out);
        for (int row = 0; row <= FACT_ROWS_MAX; row++) /* one more than there can be */
            check_value(book, fact, row, out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    err_set_last_words(abort); /* an exit would leave the fuzzer without the input */
    if (size == 0)
        return 0;
    enum fact_topic topic = (enum fact_topic)((unsigned)(data[0] - '0') % FACT_TOPIC_COUNT_);
    struct str body = {(const char *)data + 1, size - 1};
    struct fact_book book = {.about = {fact_topic_row(topic)->subject, 1}};
    struct buf told[2] = {{0}, {0}};
    for (int again = 0; again < 2; again++) { /* the second answer takes the place of the first */
        struct fact_answer *answer = &book.answers[topic];
        struct error err = {0};
        int result = fact_read(answer, topic, body, &err);
        must(result == 0 || (err.code == -result && err.text[0] != '\0'));
        must(answer->state == (result == 0 ? FACT_HERE : FACT_REFUSED));
        must((answer->reason[0] != '\0') == (result < 0));
        check_facts(&book, topic, &told[again]);
    }
    must(str_eq(buf_str(&told[0]), buf_str(&told[1])));
    fact_book_fini(&book);
    buf_fini(&told[0]);
    buf_fini(&told[1]);
    return 0;
}
