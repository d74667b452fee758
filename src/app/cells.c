/* Owns the list of columns and the step from a row to a cell's text. Must not know any output format. */
#include "app/cells.h"

#include "base/jscan.h"
#include "base/xalloc.h"
#include "model/type.h"

#include <stdlib.h>

/* Columns of text output. */
#define WIDTH_MIN 4
#define RAW_WIDTH 16
#define TIME_WIDTH 23 /* a date and milliseconds */

const char cells_machine[] =
    "id,time,type,severity,alert,source,org,device,iccid,imsi,operator,cc,desc";
const char cells_people[] = "time,severity,type,device,org,operator,cc,desc";

static int parse_raw(struct cells_column *column, struct str path, struct error *err)
{
    column->field = FIELD_NONE;
    while (path.n > 0) {
        struct str key;
        if (path.p[0] == '"') {
            path = str_sub(path, 1, path.n);
            ptrdiff_t end = str_find_byte(path, '"');
            if (end < 0)
                return err_set(err, E_USAGE, "column %.*s: the quotation mark is not closed",
                               STR_ARG(column->name));
            key = str_sub(path, 0, (size_t)end);
            path = str_sub(path, (size_t)end + 1, path.n);
            if (path.n > 0 && path.p[0] == '.')
                path = str_sub(path, 1, path.n);
        } else {
            str_next(&path, '.', &key);
        }
        if (column->key_count == CELLS_KEYS_MAX)
            return err_set(err, E_LIMIT, "column %.*s: more than %d parts", STR_ARG(column->name),
                           CELLS_KEYS_MAX);
        column->key[column->key_count++] = key;
    }
    return column->key_count > 0 ? 0 : err_set(err, E_USAGE, "column raw. needs a path");
}

static int parse_one(struct cells_column *column, struct str name, struct error *err)
{
    *column = (struct cells_column){.name = name, .field = FIELD_NONE};
    if (str_starts_nocase(name, STR("raw.")))
        return parse_raw(column, str_sub(name, 4, name.n), err);
    column->field = field_find(name);
    if (column->field != FIELD_NONE)
        return 0;
    const char *near = field_suggest(name);
    return err_set(err, E_USAGE, "there is no column %.*s%s%s%s", STR_ARG(name),
                   near != NULL ? ", did you mean " : "", near != NULL ? near : "",
                   near != NULL ? "?" : "; evmon-filter(7) lists the fields");
}

int cells_parse(struct cells *cells, const char *list, struct error *err)
{
    *cells = (struct cells){.text = xstrdup(list)};
    struct str rest = str_of(cells->text), name;
    while (str_next(&rest, ',', &name)) {
        name = str_trim(name);
        if (cells->count == CELLS_MAX)
            return err_set(err, E_LIMIT, "more than %d columns, leave some out", CELLS_MAX);
        if (name.n == 0)
            return err_set(err, E_USAGE, "--columns: a name is missing in %s", list);
        int result = parse_one(&cells->column[cells->count++], name, err);
        if (result < 0)
            return result;
    }
    return cells->count > 0 ? 0 : err_set(err, E_USAGE, "--columns: name at least one field");
}

void cells_fini(struct cells *cells)
{
    free(cells->text);
    *cells = (struct cells){0};
}

bool cells_need_fleet(const struct cells *cells)
{
    for (int i = 0; i < cells->count; i++)
        if (cells->column[i].field != FIELD_NONE && field_row(cells->column[i].field)->home == HOME_FLEET)
            return true;
    return false;
}

struct raw_cell {
    struct buf *out;
    enum kind kind;
};

static bool add_raw(void *user, enum jscan_token kind, struct str bytes)
{
    struct raw_cell *cell = user;
    if (kind == JSCAN_NULL)
        return true;
    if (cell->kind != KIND_NONE)
        buf_add_text(cell->out, ", ");
    bool first = cell->kind == KIND_NONE;
    if (kind == JSCAN_STRING) {
        jscan_text(cell->out, str_sub(bytes, 1, bytes.n - 2));
        cell->kind = KIND_TEXT;
    } else {
        buf_add_str(cell->out, bytes);
        cell->kind = first && kind == JSCAN_NUMBER ? KIND_NUMBER : KIND_TEXT;
    }
    return true;
}

static enum kind raw_value(const struct cells_column *column, struct reader *reader, row_id row,
                           struct buf *out)
{
    struct raw_cell cell = {out, KIND_NONE};
    jscan_path(reader_raw(reader, row, NULL), column->key, column->key_count, add_raw, &cell);
    return cell.kind;
}

/* Types that are not listed are told apart by the platform's id. */
static bool add_unlisted(struct reader *reader, row_id row, const struct value *type, struct buf *out)
{
    struct value id;
    char slug[64];
    if (type->i != TYPE_OTHER || !reader_get(reader, row, FIELD_TYPE_ID, &id))
        return false;
    buf_add(out, slug, type_slug(TYPE_OTHER, id.i, slug, sizeof slug));
    return true;
}

static enum kind cell_value(const struct cells_column *column, struct reader *reader, row_id row,
                            enum cells_style style, const struct zone *zone, struct buf *out)
{
    struct value value;
    if (column->field == FIELD_NONE)
        return raw_value(column, reader, row, out);
    if (!reader_get(reader, row, column->field, &value) || !value_is_present(&value))
        return KIND_NONE;
    if (column->field == FIELD_TYPE && add_unlisted(reader, row, &value, out))
        return value.kind;
    value_print(out, column->field, &value, style == CELLS_MACHINE ? PRINT_MACHINE : PRINT_PEOPLE,
                style == CELLS_MACHINE ? NULL : zone);
    return value.kind;
}

void cells_row(const struct cells *cells, struct reader *reader, row_id row, enum cells_style style,
               const struct zone *zone, struct buf *text, struct format_cell *cell)
{
    size_t at[CELLS_MAX + 1];
    buf_clear(text);
    for (int i = 0; i < cells->count; i++) {
        at[i] = text->n;
        cell[i].kind = cell_value(&cells->column[i], reader, row, style, zone, text);
    }
    at[cells->count] = text->n;
    for (int i = 0; i < cells->count; i++)
        cell[i].text = (struct str){text->p + at[i], at[i + 1] - at[i]};
}

static int width_of(const struct cells_column *column)
{
    if (column->field == FIELD_NONE)
        return RAW_WIDTH;
    if (column->field == FIELD_TS)
        return TIME_WIDTH;
    int width = field_row(column->field)->width;
    return width < WIDTH_MIN ? WIDTH_MIN : width;
}

struct format_table cells_table(const struct cells *cells, struct str *names, int *widths)
{
    for (int i = 0; i < cells->count; i++) {
        names[i] = cells->column[i].name;
        widths[i] = width_of(&cells->column[i]);
    }
    return (struct format_table){names, widths, cells->count, 0};
}
