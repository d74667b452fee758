/* One frame by itself: the stream of a full store, updated and drawn into cells, after a key and at rest; and the same
 * with the detail beside it. No terminal. Prints a table; asserts nothing about time. Usage: frame_bench [EVENTS] */
#include "../screens/scene.h"

#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>

#define FRAMES 400
#define START  INT64_C(1787300000000)

static void add_events(struct scene *scene, unsigned events)
{
    char json[1024], when[40];
    for (unsigned n = 0; n < events; n++) {
        unsigned device = n * 7919u % 5000u;
        int64_t ms = START + (int64_t)n * 20;
        snprintf(when, sizeof when, "%lld", (long long)ms);
        int length = snprintf(json, sizeof json,
                              "{\"id\":%u,\"timestamp\":%s,\"event_type\":{\"id\":1},\"event_severity\":{\"id\":%d},"
                              "\"event_source\":{\"id\":0},\"alert\":%s,\"description\":\"New location received from VLR for "
                              "IMSI='90143%010u', now attached to VLR='4917200%05u'.\",\"organisation\":{\"id\":%u,\"name\":"
                              "\"Customer %u\"},\"endpoint\":{\"id\":%u,\"name\":\"tracker-%05u\"},\"imsi\":{\"imsi\":"
                              "\"90143%010u\"},\"detail\":{\"name\":\"Operator %u\",\"country\":{\"iso_code\":\"de\"}}}",
                              n + 1, when, n % 16 == 0, n % 64 == 0 ? "true" : "false", device, n % 97, device % 12,
                              device % 12, 1000000 + device, device, device, n % 40);
        scene_event(scene, (struct str){json, (size_t)length}, ms + 500);
    }
    scene_flush(scene);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(struct scene *scene, const char *what, const char *key)
{
    static double ms[FRAMES];
    for (int i = 0; i < FRAMES; i++) {
        int64_t from = clock_mono_ns();
        scene_key(scene, str_of(key));
        scene_draw(scene);
        ms[i] = (double)(clock_mono_ns() - from) / 1e6;
    }
    qsort(ms, FRAMES, sizeof *ms, by_value);
    printf("%-34s median %7.3f ms   p95 %7.3f ms\n", what, ms[FRAMES / 2], ms[FRAMES * 95 / 100]);
}

int main(int argc, char **argv)
{
    unsigned events = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 1000000;
    const char *top = getenv("top_srcdir");
    struct scene *scene = scene_new(top != NULL ? top : ".", 30, 100, GLYPH_SET_UTF8);
    add_events(scene, events);
    scene_draw(scene);
    printf("%u events\n", events);
    measure(scene, "key k, frame of 100x30", "k");
    measure(scene, "PageUp, frame of 100x30", "PgUp");
    scene_resize(scene, 60, 200);
    scene_draw(scene);
    measure(scene, "key k, frame of 200x60", "k");
    measure(scene, "PageUp, frame of 200x60", "PgUp");
    scene_free(&scene);
    return 0;
}
