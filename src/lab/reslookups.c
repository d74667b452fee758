/* The small lists that clients load once, and the organisation that is signed in. */
#include "lab/resources.h"

void reslookups_rat(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)lab;
    (void)request;
    buf_add_text(&reply->body,
                 "[{\"id\":0,\"description\":\"reserved\"},{\"id\":1,\"description\":\"3G\"},"
                 "{\"id\":2,\"description\":\"2G\"},{\"id\":3,\"description\":\"WLAN\"},"
                 "{\"id\":4,\"description\":\"GAN\"},{\"id\":5,\"description\":\"HSPA+\"},"
                 "{\"id\":6,\"description\":\"4G\"},{\"id\":8,\"description\":\"NB-IoT\"},"
                 "{\"id\":9,\"description\":\"LTE-M\"}]");
}

void reslookups_endpoint_status(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)lab;
    (void)request;
    buf_add_text(&reply->body,
                 "[{\"id\":0,\"description\":\"Enabled\"},{\"id\":1,\"description\":\"Disabled\"},"
                 "{\"id\":2,\"description\":\"Deleted\"}]");
}

void reslookups_sim_status(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)lab;
    (void)request;
    buf_add_text(&reply->body,
                 "[{\"id\":0,\"description\":\"Issued\"},{\"id\":1,\"description\":\"Activated\"},"
                 "{\"id\":2,\"description\":\"Suspended\"},{\"id\":3,\"description\":\"Deleted\"},"
                 "{\"id\":4,\"description\":\"Factory Test\"}]");
}

static void add_country(struct buf *out, const struct country *c)
{
    buf_add_fmt(
        out,
        "{\"id\":%d,\"name\":\"%s\",\"country_code\":\"%s\",\"mcc\":\"%s\",\"iso_code\":\"%s\","
        "\"latitude\":\"%s\",\"longitude\":\"%s\"}",
        c->id, c->name, c->code, c->mcc, c->iso, c->latitude, c->longitude);
}

void reslookups_operator(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)lab;
    (void)request;
    struct buf *out = &reply->body;
    for (unsigned i = 0; i < carrier_count; i++) {
        const struct carrier *c = carrier_get(i);
        const char *country = carrier_country(c)->name;
        buf_add_fmt(out, "%s{\"country_name\":\"%s\",\"name_and_country\":\"%s (%s)\",",
                    i == 0 ? "[" : ",", country, c->name, country);
        carrier_members(out, c);
        buf_add_byte(out, '}');
    }
    buf_add_byte(out, ']');
}

void reslookups_country(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)lab;
    bool geographic = str_eq(request_argument(request, "geographic"), STR("true"));
    for (unsigned i = 0; i < COUNTRY_COUNT; i++) {
        buf_add_byte(&reply->body, i == 0 ? '[' : ',');
        if (geographic)
            add_country(&reply->body, country_get(i));
        else
            carrier_country_json(&reply->body, country_get(i));
    }
    buf_add_byte(&reply->body, ']');
}

void reslookups_org(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)lab;
    (void)request;
    buf_add_fmt(&reply->body,
                "{\"id\":%d,\"name\":\"%s\",\"status\":{\"id\":1,\"description\":\"Active\"},"
                "\"type\":{\"id\":5,\"description\":\"Enterprise\"},\"country\":",
                world_orgs[0].id, world_orgs[0].name);
    carrier_country_json(&reply->body, country_get(0));
    buf_add_byte(&reply->body, '}');
}

void reslookups_org_stats(struct lab *lab, const struct request *request, struct reply *reply)
{
    (void)request;
    const struct world *w = lab->world;
    unsigned total = w->options.devices, issued = 0, suspended = 0;
    for (uint32_t i = 0; i < w->options.devices; i++) {
        issued += w->devices[i].shelved;
        suspended += w->devices[i].suspended;
    }
    buf_add_fmt(
        &reply->body,
        "{\"sim\":{\"issued\":%u,\"factory_mode\":0,\"active\":%u,\"suspended\":%u,\"total\":%u}}",
        issued, total - issued - suspended, suspended, total);
}
