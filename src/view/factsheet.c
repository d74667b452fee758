/* Sections, ages and reasons. What can be asked and what stands in an answer is topics.def and facts.def; how a value
 * looks is widget/render.c's: only quotas, messages and series have a look of their own here. */
#include "view/factsheet.h"

#include "base/clock.h"
#include "base/fmt.h"
#include "view/board.h"
#include "view/finding.h"
#include "widget/render.h"

#include <stdio.h>

#define BAR_COLS 20
#define SPARK_COLS 30 /* of a series of up to FACT_SERIES_MAX points */

void factsheet_open(struct factsheet *f, struct desk *desk, struct fact_about about, const char *keymap)
{
    *f = (struct factsheet){desk, about, keymap};
    if (desk->facts_ask != NULL)
        desk->facts_ask(desk->app, about, DESK_MISSING);
}

void factsheet_close(struct factsheet *f)
{
    if (f->desk != NULL && f->desk->facts_leave != NULL)
        f->desk->facts_leave(f->desk->app, f->about);
}

static const struct fact_book *book_of(const struct factsheet *f)
{
    return f->desk->facts != NULL ? f->desk->facts(f->desk->app, f->about) : NULL;
}

/* A view above that closed may have given up what this one waits for as well. */
static bool lacks_answers(const struct factsheet *f, const struct fact_book *book)
{
    for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++) {
        const struct fact_topic_row *row = fact_topic_row((enum fact_topic)topic);
        const struct fact_answer *answer = &book->answers[topic];
        if (row->subject == f->about.subject && row->how != FACT_SLOW && answer->state == FACT_UNASKED && !answer->asking)
            return true;
    }
    return false;
}

void factsheet_tend(struct factsheet *f)
{
    const struct fact_book *book = book_of(f);
    if (book == NULL)
        return;
    if (lacks_answers(f, book))
        f->desk->facts_ask(f->desk->app, f->about, DESK_MISSING);
    else if (finding_is_overtaken(f->desk->fleet, book) && !book->answers[FACT_TOPIC_CONNECTIVITY].asking)
        f->desk->facts_ask(f->desk->app, f->about, DESK_STATE);
}

static bool has(const struct view *view, field_id field, int64_t *id)
{
    struct value value = VALUE_ABSENT;
    bool there = view->ops->here != NULL && view->ops->here(view, field, &value) && value.kind == KIND_NUMBER;
    *id = value.i;
    return there;
}

bool factsheet_about(const struct view *view, struct fact_about *out)
{
    if (view->ops->about != NULL)
        return view->ops->about(view, out);
    out->subject = FACT_OF_DEVICE;
    if (has(view, FIELD_DEV_ID, &out->id))
        return true;
    out->subject = FACT_OF_SIM;
    return has(view, FIELD_SIM_ID, &out->id);
}

/* ---------------------------------------------------------------- values of one answer */

struct telling {
    const struct fact_book *book;
    enum fact_topic topic;
    enum fact fact; /* what FIELD_NONE stands for */
    struct sheet *sheet;
    struct render_source source;
};

static bool read_value(void *user, field_id field, struct value *out)
{
    const struct telling *t = user;
    enum fact first;
    if (field == FIELD_NONE)
        return fact_get(t->book, t->fact, 0, out);
    int count = fact_topic_facts(t->topic, &first);
    for (int i = 0; i < count; i++)
        if (fact_row((enum fact)((int)first + i))->field == field)
            return fact_get(t->book, (enum fact)((int)first + i), 0, out);
    return false;
}

static struct telling telling_of(const struct factsheet *f, const struct fact_book *book, enum fact_topic topic,
                                 struct sheet *sheet)
{
    struct telling t = {.book = book, .topic = topic, .sheet = sheet};
    t.source = (struct render_source){.value = read_value, .now = clock_wall_ms(), .zone = f->desk->zone, .role = view_role};
    return t;
}

/* As many columns as fit, each the sum of its share of the points. */
static void add_series(struct telling *t, enum fact fact)
{
    static const char *const blocks[] = {" ", "\xe2\x96\x81", "\xe2\x96\x82", "\xe2\x96\x83", "\xe2\x96\x84",
                                         "\xe2\x96\x85", "\xe2\x96\x86", "\xe2\x96\x87", "\xe2\x96\x88"};
    const double *points;
    double columns[SPARK_COLS] = {0}, most = 0, sum = 0;
    int count = fact_series(t->book, fact, &points), width = count < SPARK_COLS ? count : SPARK_COLS;
    char total[FMT_MAX];
    for (int i = 0; i < count; i++) {
        double *column = &columns[i * width / count];
        *column += points[i];
        sum += points[i];
        most = *column > most ? *column : most;
    }
    if (count == 0)
        return;
    fmt_mb(sum / 1e6, total, sizeof total);
    sheet_line(t->sheet, str_of(fact_row(fact)->title), -1, SHEET_OWN);
    for (int i = 0; i < width && most > 0; i++)
        sheet_span(t->sheet, ROLE_SPARK, str_of(blocks[columns[i] <= 0 ? 1 : 1 + (int)(columns[i] / most * 7)]));
    sheet_print(t->sheet, ROLE_VALUE, "%s%s", most > 0 ? " " : "", total);
}

static void fill_lines(struct telling *t)
{
    enum fact first;
    int count = fact_topic_facts(t->topic, &first);
    for (int i = 0; i < count; i++) {
        t->fact = (enum fact)((int)first + i);
        const struct fact_row *row = fact_row(t->fact);
        struct section_line line = {row->title, row->field, row->render};
        t->source.user = t;
        if (row->title[0] != '\0' && row->kind == KIND_NONE)
            add_series(t, t->fact);
        else if (row->title[0] != '\0')
            render_line(t->sheet, &line, &t->source);
    }
}

/* ---------------------------------------------------------------- quotas */

static void print_fact(const struct telling *t, role_id role, const char *before, enum fact fact, int row)
{
    struct buf text = {0};
    struct value value;
    if (fact_get(t->book, fact, row, &value)) {
        fact_print(&text, fact, &value, t->source.zone);
        sheet_print(t->sheet, role, "%s%.*s", before, STR_ARG(buf_str(&text)));
    }
    buf_fini(&text);
}

static void print_when(const struct telling *t, const char *before, enum fact fact, int row)
{
    char date[40], span[FMT_MAX];
    struct value value;
    if (!fact_get(t->book, fact, row, &value))
        return;
    int64_t ago = t->source.now - value.i;
    instant_format(value.i, t->source.zone, INSTANT_MINUTES, date, sizeof date);
    fmt_span(ago < 0 ? -ago : ago, span, sizeof span);
    sheet_print(t->sheet, ROLE_VALUE, "%s%s", before, date);
    sheet_print(t->sheet, ROLE_MUTED, ago < 0 ? ", in %s" : ", %s ago", span);
}

/* What is left, of what, as a bar; and the status. */
static void fill_left(struct telling *t, const char *label, enum fact left, enum fact added, enum fact status)
{
    struct value l, a, s;
    char percent[FMT_MAX];
    if (!fact_get(t->book, left, 0, &l))
        return;
    sheet_line(t->sheet, str_of(label), -1, SHEET_OWN);
    bool has_size = fact_get(t->book, added, 0, &a) && a.i > 0;
    bool active = !fact_get(t->book, status, 0, &s) || str_eq_nocase(s.s, STR("active"));
    if (has_size) {
        double ratio = (double)l.i / (double)a.i;
        fmt_percent(ratio < 0 ? 0 : ratio, percent, sizeof percent);
        sheet_bar(t->sheet, ratio < 0 ? 0 : ratio > 1 ? 1 : ratio, BAR_COLS);
        sheet_print(t->sheet, ROLE_MUTED, " %s left,", percent);
    }
    print_fact(t, ROLE_VALUE, has_size ? " " : "", left, 0);
    if (has_size)
        print_fact(t, ROLE_VALUE, " of ", added, 0);
    print_fact(t, active ? ROLE_MUTED : ROLE_WARN, "  ", status, 0);
}

static void fill_quota(struct telling *t)
{
    fill_left(t, "Left", FACT_QUOTA_LEFT, FACT_QUOTA_ADDED, FACT_QUOTA_STATUS);
    enum fact first;
    int count = fact_topic_facts(t->topic, &first);
    for (int i = FACT_QUOTA_EXPIRES - FACT_QUOTA_LEFT; i < count; i++) {
        t->fact = (enum fact)((int)first + i);
        struct section_line line = {fact_row(t->fact)->title, FIELD_NONE, fact_row(t->fact)->render};
        t->source.user = t;
        render_line(t->sheet, &line, &t->source);
    }
}

static void fill_sms_quota(struct telling *t)
{
    fill_left(t, "Left", FACT_QUOTA_SMS_LEFT, FACT_QUOTA_SMS_ADDED, FACT_QUOTA_SMS_STATUS);
    struct section_line line = {"Expires", FIELD_NONE, RENDER_TIME};
    t->fact = FACT_QUOTA_SMS_EXPIRES;
    t->source.user = t;
    render_line(t->sheet, &line, &t->source);
}

/* ---------------------------------------------------------------- messages */

static void fill_message(struct telling *t, int row)
{
    struct value status, when;
    char date[40] = "";
    bool delivered = fact_get(t->book, FACT_SMS_STATUS, row, &status) && str_eq_nocase(status.s, STR("delivered"));
    if (fact_get(t->book, FACT_SMS_SENT, row, &when))
        instant_format(when.i, t->source.zone, INSTANT_MINUTES, date, sizeof date);
    sheet_line(t->sheet, str_of(date), -1, SHEET_OWN);
    print_fact(t, delivered ? ROLE_GOOD : ROLE_WARN, "", FACT_SMS_STATUS, row);
    print_fact(t, ROLE_MUTED, "  from ", FACT_SMS_FROM, row);
    print_fact(t, ROLE_WARN, "  ", FACT_SMS_ERROR, row);
    print_fact(t, ROLE_VALUE, "  ", FACT_SMS_TEXT, row);
}

static void fill_messages(struct telling *t)
{
    const struct fact_answer *answer = &t->book->answers[t->topic];
    for (int row = 0; row < answer->rows; row++)
        fill_message(t, row);
    if (answer->rows == 0)
        sheet_text(t->sheet, ROLE_MUTED, STR("No message was sent to it."));
    else if (answer->total > (uint64_t)answer->rows)
        sheet_line(t->sheet, STR("Earlier"), -1, SHEET_OWN);
    if (answer->total > (uint64_t)answer->rows)
        sheet_print(t->sheet, ROLE_MUTED, "%llu more", (unsigned long long)(answer->total - (uint64_t)answer->rows));
}

/* ---------------------------------------------------------------- sections */

/* Topics with a look of their own; the others are lines. */
static void (*const looks[FACT_TOPIC_COUNT_])(struct telling *t) = {
    [FACT_TOPIC_QUOTA_DATA] = fill_quota,
    [FACT_TOPIC_QUOTA_SMS] = fill_sms_quota,
    [FACT_TOPIC_SMS] = fill_messages,
};

static void print_age(const struct fact_answer *answer, char *out, size_t size)
{
    char span[FMT_MAX];
    int64_t now = clock_wall_ms();
    out[0] = '\0';
    fmt_span_short(now - (answer->asking ? answer->asked_ms : answer->at_ms), span, sizeof span);
    if (answer->asking)
        snprintf(out, size, "asking, %s", span);
    else if (answer->state != FACT_UNASKED)
        snprintf(out, size, "%s ago", span);
}

static void say_slow(const struct factsheet *f, struct sheet *sheet)
{
    char key[32];
    if (keymap_hint(f->desk->keymaps, str_of(f->keymap), STR("locate"), key, sizeof key) == 0)
        snprintf(key, sizeof key, ":locate");
    sheet_text(sheet, ROLE_MUTED, STR("Not asked. "));
    sheet_print(sheet, ROLE_HINT_KEY, "%s", key);
    sheet_print(sheet, ROLE_MUTED, " asks the network itself, which takes up to half a minute.");
}

/* A reason stands alone here: as a sentence. */
static void say_reason(struct sheet *sheet, role_id role, const char *reason)
{
    char first = reason[0] >= 'a' && reason[0] <= 'z' ? (char)(reason[0] - 'a' + 'A') : reason[0];
    sheet_text(sheet, role, (struct str){&first, 1});
    sheet_print(sheet, role, "%s.", reason + 1);
}

static void say_state(const struct factsheet *f, struct telling *t)
{
    const struct fact_answer *answer = &t->book->answers[t->topic];
    bool slow = fact_topic_row(t->topic)->how == FACT_SLOW;
    if (answer->state == FACT_ABSENT)
        say_reason(t->sheet, ROLE_MUTED, answer->reason);
    else if (answer->state == FACT_REFUSED)
        say_reason(t->sheet, ROLE_WARN, answer->reason);
    else if (answer->state == FACT_UNASKED && answer->asking)
        sheet_text(t->sheet, ROLE_MUTED, slow ? STR("Asking the network ...") : STR("Asking the platform ..."));
    else if (answer->state == FACT_UNASKED && slow)
        say_slow(f, t->sheet);
    else if (answer->state == FACT_UNASKED)
        sheet_text(t->sheet, ROLE_MUTED, STR("Not asked."));
    else if (answer->reason[0] != '\0')
        sheet_print(t->sheet, ROLE_WARN, "  no newer answer: %s", answer->reason);
}

static role_id role_of(enum tone tone)
{
    return tone == TONE_MUTED ? (role_id)ROLE_MUTED : view_role(tone);
}

static int add_findings(const struct factsheet *f, const struct fact_book *book, struct sheet *sheet)
{
    struct finding findings[FINDINGS_MAX];
    int count = finding_all(f->desk->fleet, book, findings);
    for (int i = 0; i < count; i++) {
        sheet_line(sheet, i == 0 ? STR("State") : STR(""), FIELD_STATE, SHEET_OWN);
        sheet_span(sheet, role_of(findings[i].tone), str_of(findings[i].text));
    }
    return count;
}

static void add_topic(const struct factsheet *f, const struct fact_book *book, enum fact_topic topic, struct sheet *sheet)
{
    char age[FMT_MAX + 16];
    struct telling t = telling_of(f, book, topic, sheet);
    print_age(&book->answers[topic], age, sizeof age);
    sheet_section(sheet, str_of(fact_topic_row(topic)->title), str_of(age));
    if (book->answers[topic].state == FACT_HERE && looks[topic] != NULL)
        looks[topic](&t);
    else if (book->answers[topic].state == FACT_HERE)
        fill_lines(&t);
    say_state(f, &t);
}

static void fill_full(const struct factsheet *f, const struct fact_book *book, struct sheet *sheet)
{
    sheet_section(sheet, STR("Compared with the events"), STR_NONE);
    add_findings(f, book, sheet);
    for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++)
        if (fact_topic_row((enum fact_topic)topic)->subject == f->about.subject)
            add_topic(f, book, (enum fact_topic)topic, sheet);
}

/* ---------------------------------------------------------------- in short */

/* What was refused, by its reason, once for all that have the same. */
static void add_refused(const struct factsheet *f, const struct fact_book *book, struct sheet *sheet)
{
    for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++) {
        const struct fact_answer *answer = &book->answers[topic];
        bool said_before = false;
        if (answer->state != FACT_REFUSED || fact_topic_row((enum fact_topic)topic)->subject != f->about.subject)
            continue;
        for (int before = 0; before < topic; before++)
            said_before |= book->answers[before].state == FACT_REFUSED && strcmp(book->answers[before].reason, answer->reason) == 0;
        if (said_before)
            continue;
        sheet_line(sheet, STR("Not shown"), -1, SHEET_OWN);
        sheet_print(sheet, ROLE_WARN, "%s", fact_topic_row((enum fact_topic)topic)->title);
        for (int after = topic + 1; after < FACT_TOPIC_COUNT_; after++)
            if (book->answers[after].state == FACT_REFUSED && strcmp(book->answers[after].reason, answer->reason) == 0)
                sheet_print(sheet, ROLE_WARN, ", %s", fact_topic_row((enum fact_topic)after)->title);
        sheet_print(sheet, ROLE_WARN, ": %s", answer->reason);
    }
}

struct brief {
    const char *label, *before;
    enum fact fact;
    const char *after;
};

/* Lines of what is there: a label begins one, the rest goes on. */
static void add_brief(const struct factsheet *f, const struct fact_book *book, struct sheet *sheet, const struct brief *rows,
                      size_t count)
{
    struct value value;
    bool open = false;
    struct telling t = telling_of(f, book, FACT_TOPIC_DEVICE, sheet);
    for (size_t i = 0; i < count; i++) {
        open = open && rows[i].label[0] == '\0';
        if (!fact_get(book, rows[i].fact, 0, &value))
            continue;
        size_t head = i;
        while (rows[head].label[0] == '\0')
            head--;
        if (!open)
            sheet_line(sheet, str_of(rows[head].label), -1, SHEET_PACK);
        print_fact(&t, ROLE_VALUE, open ? rows[i].before : "", rows[i].fact, 0);
        sheet_span(sheet, ROLE_MUTED, str_of(rows[i].after));
        open = true;
    }
}

static void fill_device(const struct factsheet *f, const struct fact_book *book, struct sheet *sheet)
{
    static const struct brief rows[] = {
        {"Set", "", FACT_DEVICE_STATUS, ""},
        {"", ", SIM ", FACT_DEVICE_SIM_STATUS, ""},
        {"", ", ", FACT_DEVICE_SERVICE, ""},
        {"Traffic", "", FACT_TRAFFIC_MONTH, " this month"},
        {"", ", ", FACT_TRAFFIC_LAST_MONTH, " last month"},
    };
    struct telling t = telling_of(f, book, FACT_TOPIC_QUOTA_DATA, sheet);
    add_findings(f, book, sheet);
    fill_left(&t, "Data quota", FACT_QUOTA_LEFT, FACT_QUOTA_ADDED, FACT_QUOTA_STATUS);
    add_brief(f, book, sheet, rows, sizeof rows / sizeof *rows);
    if (book->answers[FACT_TOPIC_SMS].rows > 0) {
        sheet_line(sheet, STR("Last SMS"), -1, SHEET_PACK);
        print_fact(&t, ROLE_VALUE, "", FACT_SMS_STATUS, 0);
        print_when(&t, " ", FACT_SMS_SENT, 0);
    }
}

static void fill_sim(const struct factsheet *f, const struct fact_book *book, struct sheet *sheet)
{
    static const struct brief rows[] = {
        {"Set", "", FACT_SIM_STATUS, ""},
        {"", ", in ", FACT_SIM_DEVICE, ""},
        {"", ", ", FACT_SIM_OWNER, ""},
        {"Traffic", "", FACT_SIM_MONTH, " this month"},
        {"", ", ", FACT_SIM_LAST_MONTH, " last month"},
        {"MSISDN", "", FACT_SIM_MSISDN, ""},
        {"Card", "", FACT_SIM_MODEL, ""},
    };
    add_brief(f, book, sheet, rows, sizeof rows / sizeof *rows);
}

static void fill_short(const struct factsheet *f, const struct fact_book *book, struct sheet *sheet)
{
    if (f->about.subject == FACT_OF_DEVICE)
        fill_device(f, book, sheet);
    else
        fill_sim(f, book, sheet);
    add_refused(f, book, sheet);
    if (sheet_line_count(sheet) == 0 && fact_book_is_asking(book))
        sheet_text(sheet, ROLE_MUTED, STR("Asking the platform ..."));
}

void factsheet_fill(const struct factsheet *f, struct sheet *sheet, enum factsheet_size size)
{
    const struct fact_book *book = book_of(f);
    if (book == NULL)
        sheet_text(sheet, ROLE_MUTED, STR("No API access here: what is shown comes from its events alone."));
    else if (size == FACTSHEET_FULL)
        fill_full(f, book, sheet);
    else
        fill_short(f, book, sheet);
}

bool factsheet_can_ask(const struct factsheet *f)
{
    return book_of(f) != NULL;
}

size_t factsheet_age(const struct factsheet *f, char *out, size_t size)
{
    const struct fact_book *book = book_of(f);
    int asked = 0, open = 0;
    int64_t oldest = INT64_MAX;
    char span[FMT_MAX];
    out[0] = '\0';
    if (book == NULL)
        return str_copy(STR("no API access"), out, size);
    for (int topic = 0; topic < FACT_TOPIC_COUNT_; topic++) {
        const struct fact_answer *answer = &book->answers[topic];
        asked += answer->state != FACT_UNASKED || answer->asking;
        open += answer->asking;
        if (answer->state == FACT_HERE && answer->at_ms < oldest)
            oldest = answer->at_ms;
    }
    if (open > 0)
        snprintf(out, size, "asking, %d of %d here", asked - open, asked);
    else if (oldest != INT64_MAX) {
        fmt_span_short(clock_wall_ms() - oldest, span, sizeof span);
        snprintf(out, size, "asked %s ago", span);
    }
    return strlen(out);
}

void factsheet_fill_part(const struct factsheet *f, struct board *board, int part)
{
    struct board_state *state = &board->state[part];
    char key[KEY_NAME_MAX], age[64];
    factsheet_fill(f, board_sheet(board, part), FACTSHEET_SHORT);
    if (book_of(f) == NULL)
        return;
    str_copy(STR("PLATFORM"), state->title, sizeof state->title);
    factsheet_age(f, age, sizeof age);
    bool bound = keymap_hint(f->desk->keymaps, str_of(f->keymap), STR("facts"), key, sizeof key) > 0;
    snprintf(state->right, sizeof state->right, "%s%s%s", age, bound ? "   all: " : "", bound ? key : "");
}
