/* The stream and the profile it wears: putting one on at once or not at all, and telling what was changed since. */
#include "view/stream.h"

/* Everything that can go wrong, tried before anything is changed. */
struct fitting {
    struct lineup columns;
    struct slice_order order;
    struct fold_by fold;
    struct paint *paint;
    struct buf query;
};

/* What a profile leaves open, the options say. */
static const char *sort_of(const struct desk *desk, const struct profile *profile)
{
    int option = options_find(desk->options, STR("stream.sort"));
    bool own = profile_is_set(profile, PROFILE_SORT) || option < 0;
    return own ? profile_text(profile, PROFILE_SORT) : options_text(desk->options, option);
}

static struct fold_by fold_of(const struct desk *desk, const struct profile *profile)
{
    struct fold_by fold = guise_fold(profile);
    int option = options_find(desk->options, STR("stream.group"));
    if (!profile_is_set(profile, PROFILE_GROUP) && option >= 0)
        fold.kind = (enum fold_kind)options_int(desk->options, option);
    return fold;
}

static int try_on(struct stream *s, const struct profile *profile, struct fitting *f, struct error *err)
{
    const struct desk *desk = s->view.desk;
    const char *columns = profile_text(profile, PROFILE_COLUMNS);
    if (columns[0] == '\0')
        columns = options_text(desk->options, options_find(desk->options, STR("stream.columns")));
    if (lineup_parse(&f->columns, str_of(columns), err) < 0 ||
        lineup_order_parse(str_of(sort_of(desk, profile)), &f->order, err) < 0 ||
        paint_new(profile, &s->sieve.env, desk->store, &f->paint, err) < 0)
        return -E_INVALID;
    f->fold = fold_of(desk, profile);
    guise_query(profile, &f->query);
    return stream_set_filter(s, buf_str(&f->query), err);
}

static bool same_order(struct slice_order a, struct slice_order b)
{
    return a.field == b.field && a.direction == b.direction;
}

int stream_set_profile(struct stream *s, const struct profile *profile, int key, struct error *err)
{
    struct fitting f = {.paint = NULL};
    int result = try_on(s, profile, &f, err);
    if (result < 0) {
        paint_free(&f.paint);
        buf_fini(&f.query);
        return result;
    }
    struct profile *copy = profile_dup(profile);
    struct buf columns = {0};
    guise_fini(&s->guise);
    lineup_print(&f.columns, &columns);
    s->guise = (struct guise){
        .profile = copy, .key = key, .paint = f.paint, .order = f.order, .fold = f.fold,
        .filter = str_dup(stream_filter(s)), .columns = str_dup(buf_str(&columns)),
    };
    s->columns = f.columns;
    s->column = -1;
    if (!same_order(slice_get_order(s->slice), f.order))
        slice_set_order(s->slice, f.order);
    slice_set_fold(s->slice, s->guise.fold); /* the filter has made it begin again anyway */
    lineup_sorted(&s->columns, f.order);
    stream_changed(s);
    buf_fini(&f.query);
    buf_fini(&columns);
    return 0;
}

static int layout_option(const struct stream *s)
{
    return options_find(s->view.desk->options, STR("screen.layout"));
}

void stream_settle_layout(struct stream *s)
{
    s->guise.layout = options_int(s->view.desk->options, layout_option(s));
}

static struct guise_look look_now(const struct stream *s)
{
    return (struct guise_look){stream_filter(s), &s->columns, slice_get_order(s->slice), slice_get_fold(s->slice)};
}

bool stream_is_changed(const struct stream *s)
{
    const struct guise_look look = look_now(s);
    bool moved = s->guise.profile != NULL && s->guise.layout != options_int(s->view.desk->options, layout_option(s));
    return moved || guise_is_changed(&s->guise, &look);
}

void stream_take_profile(const struct stream *s, struct profile *into)
{
    const struct guise_look look = look_now(s);
    guise_take(&s->guise, &look, into);
}

void stream_seek(struct stream *s, row_id row)
{
    s->wanted = row;
    stream_changed(s);
}
