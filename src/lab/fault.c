/* The table of faults, how one is asked for, and when it strikes. What a fault does to the bytes on the wire is badwire.c. */
#include "lab/fault.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/instant.h"
#include "lab/lab.h"
#include "lab/stamp.h"
#include "lab/spoil.h"

/* clang-format off */
const struct fault_row fault_rows[] = {
    {"401", "the auth token is over: all issued so far stop working", FAULT_ANSWER, WIRE_PLAIN, spoil_expired, NULL, 401},
    {"401-gateway", "401 in the gateway's shape", FAULT_ANSWER, WIRE_PLAIN, spoil_gateway, NULL, 401},
    {"403", "forbidden", FAULT_ANSWER, WIRE_PLAIN, spoil_status, NULL, 403},
    {"404", "not found", FAULT_ANSWER, WIRE_PLAIN, spoil_status, NULL, 404},
    {"408", "request timeout", FAULT_ANSWER, WIRE_PLAIN, spoil_gateway, NULL, 408},
    {"422", "bad query", FAULT_ANSWER, WIRE_PLAIN, spoil_status, NULL, 422},
    {"429", "too many requests (retry=)", FAULT_ANSWER, WIRE_PLAIN, spoil_status, NULL, 429},
    {"500", "internal error", FAULT_ANSWER, WIRE_PLAIN, spoil_gateway, NULL, 500},
    {"502", "bad gateway, as HTML", FAULT_ANSWER, WIRE_PLAIN, spoil_html, NULL, 502},
    {"503", "unavailable (retry=)", FAULT_ANSWER, WIRE_PLAIN, spoil_gateway, NULL, 503},
    {"html", "HTML with status 200", FAULT_ANSWER, WIRE_PLAIN, spoil_html, NULL, 200},
    {"empty", "200 without a body", FAULT_ANSWER, WIRE_PLAIN, spoil_empty, NULL, 200},
    {"redirect", "302 to another host", FAULT_ANSWER, WIRE_PLAIN, spoil_redirect, NULL, 302},
    {"gzip-garbage", "bytes that claim to be gzip", FAULT_CHANGE, WIRE_PLAIN, spoil_gzip_garbage, NULL, 0},
    {"gzip-cut", "gzip that stops in the middle", FAULT_CHANGE, WIRE_PLAIN, spoil_gzip_cut, NULL, 0},
    {"bomb", "gzip that grows to by=MB (300)", FAULT_CHANGE, WIRE_PLAIN, spoil_bomb, NULL, 0},
    {"big", "a page of by=MB (100)", FAULT_CHANGE, WIRE_PLAIN, spoil_big, NULL, 0},
    {"utf8", "bytes that are not UTF-8 inside the texts", FAULT_CHANGE, WIRE_PLAIN, spoil_utf8, NULL, 0},
    {"broken", "by=N (1) elements that are no event are put among the others", FAULT_CHANGE, WIRE_PLAIN, spoil_broken, NULL, 0},
    {"slow", "the answer comes after delay= (2s)", FAULT_CHANGE, WIRE_PLAIN, spoil_slow, NULL, 0},
    {"shift", "by=N (20) events arrive right after the page was made", FAULT_CHANGE, WIRE_PLAIN, spoil_shift, NULL, 0},
    {"duplicate", "every second event of the page stands there twice", FAULT_CHANGE, WIRE_PLAIN, spoil_duplicate, NULL, 0},
    {"disorder", "the events of the page are shuffled", FAULT_CHANGE, WIRE_PLAIN, spoil_disorder, NULL, 0},
    {"truncate", "half of the body, then the end of the connection", FAULT_WIRE, WIRE_TRUNCATE, NULL, NULL, 0},
    {"long", "content-length by=N (64) larger than the body", FAULT_WIRE, WIRE_LONG, NULL, NULL, 0},
    {"short", "content-length by=N (64) smaller than the body", FAULT_WIRE, WIRE_SHORT, NULL, NULL, 0},
    {"drip", "by=N (1) bytes, then delay= (1s), and so on", FAULT_WIRE, WIRE_DRIP, NULL, NULL, 0},
    {"stall", "no answer for delay= (10m)", FAULT_WIRE, WIRE_STALL, NULL, NULL, 0},
    {"hang", "headers, then nothing for delay= (10m)", FAULT_WIRE, WIRE_HANG, NULL, NULL, 0},
    {"reset", "the connection is reset at once", FAULT_WIRE, WIRE_RESET, NULL, NULL, 0},
    {"reset-body", "the connection is reset in the middle of the body", FAULT_WIRE, WIRE_RESET_BODY, NULL, NULL, 0},
    {"skew", "the platform's clock is wrong by= seconds (3600)", FAULT_WORLD, WIRE_PLAIN, NULL, spoil_skew, 0},
    {"hostile", "every by=N (100) event carries hostile strings; count= of them", FAULT_WORLD, WIRE_PLAIN, NULL, spoil_hostile, 0},
    {"late", "by=N (20) of 1,000 events arrive up to delay= (10m) late", FAULT_WORLD, WIRE_PLAIN, NULL, spoil_late, 0},
};
/* clang-format on */
const unsigned fault_row_count = sizeof fault_rows / sizeof fault_rows[0];

static int set_number(struct fault *fault, struct str key, struct str value, int64_t now)
{
    int64_t span;
    if (str_eq(key, STR("count")))
        return str_i64(value, &fault->count) ? 0 : -E_SYNTAX;
    if (str_eq(key, STR("after")))
        return str_i64(value, &fault->after) ? 0 : -E_SYNTAX;
    if (str_eq(key, STR("every")))
        return str_i64(value, &fault->every) && fault->every > 0 ? 0 : -E_SYNTAX;
    if (str_eq(key, STR("by")))
        return str_i64(value, &fault->number) ? 0 : -E_SYNTAX;
    if (!instant_parse_span(value, &span))
        return -E_SYNTAX;
    if (str_eq(key, STR("delay")))
        fault->delay = span;
    else
        fault->until = now + span;
    return 0;
}

static int set_key(struct fault *fault, struct str key, struct str value, int64_t now,
                   struct error *err)
{
    static const char *const numbers[] = {"count", "after", "every", "by", "delay", "for"};
    if (str_eq(key, STR("path"))) {
        str_copy(value, fault->path, sizeof fault->path);
        return 0;
    }
    if (str_eq(key, STR("retry"))) {
        str_copy(value, fault->retry, sizeof fault->retry);
        return 0;
    }
    for (int i = 0; i < 6; i++)
        if (str_eq(key, str_of(numbers[i])))
            return set_number(fault, key, value, now) == 0
                       ? 0
                       : err_set(err, E_INVALID, "%s: value '%.*s' of key '%s' is not valid",
                                 fault->row->name, STR_ARG(value), numbers[i]);
    return err_set(
        err, E_UNKNOWN,
        "%s: key '%.*s' is not known, there are count after every for by delay path retry",
        fault->row->name, STR_ARG(key));
}

static int begin_fault(struct fault *fault, struct str name, struct error *err)
{
    *fault = (struct fault){.count = 1, .every = 1, .path = "/event"};
    for (unsigned i = 0; i < fault_row_count; i++)
        if (str_eq(name, str_of(fault_rows[i].name)))
            fault->row = &fault_rows[i];
    if (fault->row == NULL)
        return err_set(err, E_UNKNOWN, "fault '%.*s' is not known, see evmon-lab --help",
                       STR_ARG(name));
    if (fault->row->stage == FAULT_WORLD)
        fault->count = -1;
    return 0;
}

int fault_parse(struct str spec, int64_t now, struct fault *fault, struct error *err)
{
    struct str rest = spec, name, piece;
    str_next(&rest, ':', &name);
    int rc = begin_fault(fault, name, err);
    while (rc == 0 && str_next(&rest, ',', &piece)) {
        ptrdiff_t equals = str_find_byte(piece, '=');
        if (equals < 0)
            return err_set(err, E_SYNTAX, "%s: '%.*s' is not key=value", fault->row->name,
                           STR_ARG(piece));
        rc = set_key(fault, str_sub(piece, 0, (size_t)equals),
                     str_sub(piece, (size_t)equals + 1, piece.n), now, err);
    }
    return rc;
}

static int read_members(const cJSON *json, int64_t now, struct fault *fault, struct error *err)
{
    const cJSON *name = cJSON_GetObjectItemCaseSensitive(json, "fault"), *member;
    if (!cJSON_IsString(name))
        return err_set(err, E_SYNTAX,
                       "the body must be an object with the fault's name under \"fault\"");
    int rc = begin_fault(fault, str_of(name->valuestring), err);
    cJSON_ArrayForEach(member, json)
    {
        char number[32];
        if (rc != 0 || member == name)
            continue;
        snprintf(number, sizeof number, "%.0f", member->valuedouble);
        const char *text = cJSON_IsString(member) ? member->valuestring : number;
        rc = set_key(fault, str_of(member->string), str_of(text), now, err);
    }
    return rc;
}

int fault_parse_json(struct str json, int64_t now, struct fault *fault, struct error *err)
{
    cJSON *tree = cJSON_ParseWithLength(json.n > 0 ? json.p : "", json.n);
    int rc = read_members(tree, now, fault, err);
    cJSON_Delete(tree);
    return rc;
}

int fault_add(struct lab *lab, const struct fault *fault, struct error *err)
{
    struct faults *faults = &lab->faults;
    if (faults->count == FAULTS_MAX)
        return err_set(err, E_LIMIT, "%d faults are on already", FAULTS_MAX);
    faults->active[faults->count++] = *fault;
    if (fault->row->set != NULL)
        fault->row->set(lab, fault, 1);
    return 0;
}

static void drop(struct lab *lab, int i)
{
    struct faults *faults = &lab->faults;
    if (faults->active[i].row->set != NULL)
        faults->active[i].row->set(lab, &faults->active[i], 0);
    faults->active[i] = faults->active[--faults->count];
}

void fault_clear(struct lab *lab)
{
    while (lab->faults.count > 0)
        drop(lab, 0);
    gate_unlock(&lab->gate);
}

void fault_expire(struct lab *lab, int64_t now)
{
    for (int i = lab->faults.count - 1; i >= 0; i--) {
        const struct fault *f = &lab->faults.active[i];
        if (f->until > 0 && now >= f->until)
            drop(lab, i);
    }
}

const struct fault *fault_take(struct lab *lab, struct str path, int64_t now)
{
    fault_expire(lab, now);
    for (int i = 0; i < lab->faults.count; i++) {
        struct fault *f = &lab->faults.active[i];
        bool all = strcmp(f->path, "*") == 0;
        if (f->row->stage == FAULT_WORLD || f->count == 0 ||
            (!all && !str_starts(path, str_of(f->path))))
            continue;
        int64_t turn = f->seen++ - f->after;
        if (turn < 0 || turn % f->every != 0)
            continue;
        f->hits++;
        if (f->count > 0)
            f->count--;
        return f;
    }
    return NULL;
}

void fault_json(struct buf *out, const struct lab *lab)
{
    buf_add_byte(out, '[');
    for (int i = 0; i < lab->faults.count; i++) {
        const struct fault *f = &lab->faults.active[i];
        buf_add_fmt(out, "%s{\"fault\":\"%s\",\"path\":\"%s\",\"count\":%lld,\"hits\":%lld}",
                    i > 0 ? "," : "", f->row->name, f->path, (long long)f->count,
                    (long long)f->hits);
    }
    buf_add_byte(out, ']');
}
