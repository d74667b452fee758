/* A SIM on demand. */
#include "lab/resources.h"

#include "lab/identity.h"
#include "lab/stamp.h"

void ressims_one(struct lab *lab, const struct request *request, struct reply *reply)
{
    uint32_t sim = world_device_of_sim(lab->world, request->ids[0]);
    if (sim == HAPPENING_NOBODY) {
        reply_error(reply, API_NOT_FOUND, "SIM with id %lld not found", (long long)request->ids[0]);
        return;
    }
    const struct device *d = &lab->world->devices[sim];
    char text[IDENTITY_MAX];
    struct buf *out = &reply->body;
    const struct org *o = &world_orgs[d->org];
    identity_iccid(sim, text);
    buf_add_fmt(out, "{\"id\":%lld,\"iccid\":\"%s\",\"eid\":null,\"production_date\":\"",
                (long long)identity_sim(sim), text);
    stamp_add(out, STAMP_ISO_OFFSET, identity_produced(sim));
    buf_add_text(out, "\",\"activation_date\":\"");
    stamp_add(out, STAMP_ISO_OFFSET, identity_produced(sim) + 86400000);
    buf_add_fmt(out,
                "\",\"status\":{\"id\":%d,\"description\":\"%s\"},\"customer_org\":{\"id\":%d,"
                "\"name\":\"%s\"},"
                "\"issuer_org\":{\"id\":2,\"name\":\"Platform\"},\"reseller_org\":{\"id\":%d,"
                "\"name\":\"%s\"},",
                d->suspended ? 2
                : d->shelved ? 0
                             : 1,
                d->suspended ? "Suspended"
                : d->shelved ? "Issued"
                             : "Activated",
                o->id, o->name, world_orgs[0].id, world_orgs[0].name);
    identity_name(lab->world, sim, text);
    buf_add_fmt(out, "\"endpoint\":{\"id\":%lld,\"name\":\"%s\"},",
                (long long)identity_endpoint(sim), text);
    identity_imsi(sim, d->imsi, text);
    buf_add_fmt(out, "\"imsi\":\"%s\",", text);
    identity_msisdn(sim, text);
    buf_add_fmt(out,
                "\"msisdn\":\"%s\",\"model\":{\"id\":9,\"description\":\"4FF "
                "industrial\",\"memory_size\":128,"
                "\"formfactor\":\"4FF\",\"manufacturer\":\"Card Works\"}}",
                text);
}
