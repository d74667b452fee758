/* Owns one number and the window around it; knows nothing of what is listed. */
#include "view/chooser.h"

void chooser_to(struct chooser *chooser, int row)
{
    int last = chooser->count - 1;
    chooser->chosen = row > last ? last : row < 0 ? 0 : row;
    if (last < 0)
        chooser->chosen = -1;
    int seen = chooser->height > 0 ? chooser->height : 1;
    if (chooser->chosen >= chooser->top + seen)
        chooser->top = chooser->chosen - seen + 1;
    if (chooser->top > chooser->count - seen)
        chooser->top = chooser->count - seen;
    if (chooser->chosen < chooser->top)
        chooser->top = chooser->chosen;
    if (chooser->top < 0)
        chooser->top = 0;
}

void chooser_settle(struct chooser *chooser, int count, int height)
{
    chooser->count = count;
    chooser->height = height;
    chooser_to(chooser, chooser->chosen);
}

bool chooser_command(struct chooser *chooser, struct str name)
{
    int page = chooser->height > 1 ? chooser->height - 1 : 1;
    const struct {
        struct str name;
        int to;
    } moves[] = {
        {STR("down"), chooser->chosen + 1},
        {STR("up"), chooser->chosen - 1},
        {STR("page-down"), chooser->chosen + page},
        {STR("page-up"), chooser->chosen - page},
        {STR("half-down"), chooser->chosen + (page + 1) / 2},
        {STR("half-up"), chooser->chosen - (page + 1) / 2},
        {STR("first"), 0},
        {STR("last"), chooser->count - 1},
    };
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (str_eq(moves[i].name, name)) {
            chooser_to(chooser, moves[i].to);
            return true;
        }
    }
    return false;
}
