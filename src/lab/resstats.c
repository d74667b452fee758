/* What a device has moved: this month, the last hour, day by day. Summed from the sessions that its events closed, so
 * that statistics and events agree. */
#include "lab/resources.h"

#include <stdlib.h>
#include <time.h>

#include "lab/stamp.h"

#define DAY_MS   86400000LL
#define DAYS_MAX 62

struct sums {
    int64_t from; /* of the first slot */
    int64_t step;
    int slots;
    uint64_t rx[DAYS_MAX], tx[DAYS_MAX];
};

/* Adds what the closed sessions of the device moved, by the slot in which they ended. */
static void sum_up(const struct world *w, uint32_t device, struct sums *sums)
{
    uint64_t next = w->devices[device].last;
    while (next > w->ledger.first) {
        const struct happening *h = ledger_get(&w->ledger, next - 1);
        int64_t slot = h->ts >= sums->from ? (h->ts - sums->from) / sums->step : -1;
        if (kind_row(h->kind)->type == 5 && slot >= 0 && slot < sums->slots) {
            sums->rx[slot] += h->rx;
            sums->tx[slot] += h->tx;
        }
        if (h->back == 0 || h->back >= next)
            break;
        next -= h->back;
    }
}

static int64_t month_start(int64_t ms, int months_before)
{
    time_t seconds = (time_t)(ms / 1000);
    struct tm t;
    gmtime_r(&seconds, &t);
    struct tm first = {.tm_year = t.tm_year, .tm_mon = t.tm_mon - months_before, .tm_mday = 1};
    return (int64_t)timegm(&first) * 1000;
}

static void add_volumes(struct buf *out, uint64_t rx, uint64_t tx)
{
    buf_add_fmt(out, "\"volume\":\"%.6f\",\"volume_tx\":\"%.6f\",\"volume_rx\":\"%.6f\"",
                (double)(rx + tx) / 1e6, (double)tx / 1e6, (double)rx / 1e6);
}

static void add_month(struct buf *out, const char *name, int64_t start, long long id,
                      const struct sums *sums, int slot)
{
    if (sums->rx[slot] + sums->tx[slot] == 0)
        return; /* the platform leaves a month without traffic out */
    buf_add_fmt(out, "\"%s\":{\"data\":{\"endpoint_id\":%lld,\"month\":\"", name, id);
    stamp_add(out, STAMP_DATE, start);
    buf_add_text(out, "\",");
    add_volumes(out, sums->rx[slot], sums->tx[slot]);
    buf_add_fmt(
        out,
        ",\"traffic_type_id\":5,\"cost\":\"%.4f\",\"currency_id\":1,\"traffic_type\":{\"id\":5,"
        "\"description\":\"Data\",\"unit\":\"MB\"},\"currency\":{\"id\":1,\"code\":\"EUR\","
        "\"symbol\":\"€\"}}},",
        (double)(sums->rx[slot] + sums->tx[slot]) / 1e6 * 0.04);
}

static void add_minutes(struct buf *out, const char *name, const struct sums *sums,
                        const uint64_t *values)
{
    buf_add_fmt(out, "\"%s\":[", name);
    for (int i = 0; i < sums->slots; i++) {
        buf_add_text(out, i > 0 ? ",[\"" : "[\"");
        stamp_add(out, STAMP_HHMM, sums->from + i * sums->step);
        buf_add_fmt(out, "\",%.6f]", (double)values[i] / 1e6);
    }
    buf_add_byte(out, ']');
}

static void answer(const struct lab *lab, uint32_t device, long long id, struct reply *reply)
{
    int64_t now = lab_now(lab), month = month_start(now, 0), before = month_start(now, 1);
    struct sums this_month = {.from = month, .step = 40 * DAY_MS, .slots = 1};
    struct sums last_month = {.from = before, .step = month - before, .slots = 1};
    struct sums hour = {.from = now / 60000 * 60000 - 59 * 60000, .step = 60000, .slots = 60};
    sum_up(lab->world, device, &this_month);
    sum_up(lab->world, device, &last_month);
    sum_up(lab->world, device, &hour);
    buf_add_byte(&reply->body, '{');
    add_month(&reply->body, "last_month", before, id, &last_month, 0);
    add_month(&reply->body, "current_month", month, id, &this_month, 0);
    buf_add_text(&reply->body, "\"last_hour\":{\"data\":{");
    add_minutes(&reply->body, "rx", &hour, hour.rx);
    buf_add_byte(&reply->body, ',');
    add_minutes(&reply->body, "tx", &hour, hour.tx);
    buf_add_text(&reply->body, "},\"sms\":{\"rx\":[],\"tx\":[]}}}");
}

void resstats_device(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t device = world_device_of(lab->world, request->ids[0]);
    if (device == HAPPENING_NOBODY)
        reply_error(reply, API_NOT_FOUND, "Endpoint with id %lld not found",
                    (long long)request->ids[0]);
    else
        answer(lab, device, (long long)request->ids[0], reply);
}

void resstats_sim(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t device = world_device_of_sim(lab->world, request->ids[0]);
    if (device == HAPPENING_NOBODY)
        reply_error(reply, API_NOT_FOUND, "SIM with id %lld not found", (long long)request->ids[0]);
    else
        answer(lab, device, (long long)request->ids[0], reply);
}

static bool read_date(const struct request *request, const char *name, int64_t otherwise,
                      int64_t *ms, struct reply *reply)
{
    struct str text = request_argument(request, name);
    *ms = otherwise;
    if (text.n == 0 || stamp_read_date(text, ms))
        return true;
    reply_error(reply, API_VALIDATION, "%s must be a date, as YYYY-MM-DD", name);
    return false;
}

static void answer_daily(const struct lab *lab, const struct request *request, uint32_t device,
                         struct reply *reply)
{
    int64_t now = lab_now(lab), start, end;
    if (!read_date(request, "start_date", month_start(now, 0), &start, reply) ||
        !read_date(request, "end_date", now / DAY_MS * DAY_MS, &end, reply))
        return;
    int64_t days = (end - start) / DAY_MS + 1;
    struct sums sums = {.from = start,
                        .step = DAY_MS,
                        .slots = days < 0          ? 0
                                 : days > DAYS_MAX ? DAYS_MAX
                                                   : (int)days};
    sum_up(lab->world, device, &sums);
    buf_add_byte(&reply->body, '[');
    for (int i = 0; i < sums.slots; i++) {
        buf_add_text(&reply->body, i > 0 ? ",{\"date\":\"" : "{\"date\":\"");
        stamp_add(&reply->body, STAMP_DATE, start + i * DAY_MS);
        buf_add_text(&reply->body, "\",\"data\":{");
        add_volumes(&reply->body, sums.rx[i], sums.tx[i]);
        buf_add_text(&reply->body, "},\"sms\":{");
        add_volumes(&reply->body, 0, 0);
        buf_add_text(&reply->body, "}}");
    }
    buf_add_byte(&reply->body, ']');
}

void resstats_daily(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t device = world_device_of(lab->world, request->ids[0]);
    if (device == HAPPENING_NOBODY)
        reply_error(reply, API_NOT_FOUND, "Endpoint with id %lld not found",
                    (long long)request->ids[0]);
    else
        answer_daily(lab, request, device, reply);
}

void resstats_sim_daily(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t device = world_device_of_sim(lab->world, request->ids[0]);
    if (device == HAPPENING_NOBODY)
        reply_error(reply, API_NOT_FOUND, "SIM with id %lld not found", (long long)request->ids[0]);
    else
        answer_daily(lab, request, device, reply);
}
