/* Colour arithmetic. The palette is xterm's: 16 named ones, a 6x6x6 cube, 24 greys. Contrast is WCAG 2.1's. */
#include "canvas/colour.h"

static const uint32_t named_rgb[16] = {
    0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
};

static const struct {
    const char *name;
    uint32_t index;
} names[] = {
    {"black", 0},          {"red", 1},         {"green", 2},           {"yellow", 3},
    {"blue", 4},           {"magenta", 5},     {"cyan", 6},            {"white", 7},
    {"grey", 8},           {"gray", 8},        {"bright-black", 8},    {"bright-red", 9},
    {"bright-green", 10},  {"bright-yellow", 11}, {"bright-blue", 12}, {"bright-magenta", 13},
    {"bright-cyan", 14},   {"bright-white", 15},
};

static const unsigned char steps[6] = {0, 95, 135, 175, 215, 255};

uint32_t theme_rgb(int32_t index)
{
    if (index < 0 || index > 255)
        return 0;
    uint32_t i = (uint32_t)index;
    if (i < 16)
        return named_rgb[i];
    if (i >= 232)
        return (8 + (i - 232) * 10) * 0x010101u;
    i -= 16;
    return (uint32_t)steps[i / 36] << 16 | (uint32_t)steps[i / 6 % 6] << 8 | steps[i % 6];
}

static bool parse_hex(struct str digits, uint32_t *value)
{
    *value = 0;
    for (size_t i = 0; i < digits.n; i++) {
        char c = (char)(digits.p[i] | 0x20);
        uint32_t digit;
        if (digits.p[i] >= '0' && digits.p[i] <= '9')
            digit = (uint32_t)(digits.p[i] - '0');
        else if (c >= 'a' && c <= 'f')
            digit = (uint32_t)(c - 'a' + 10);
        else
            return false;
        *value = *value << 4 | digit;
    }
    return digits.n == 6;
}

bool colour_parse(struct str word, struct colour *out)
{
    uint64_t number;
    *out = (struct colour){COLOUR_OWN, 0};
    if (str_eq_nocase(word, STR("default")))
        return true;
    if (word.n > 0 && word.p[0] == '#') {
        out->kind = COLOUR_RGB;
        return parse_hex(str_sub(word, 1, word.n), &out->value);
    }
    out->kind = COLOUR_INDEX;
    if (str_u64(word, &number)) {
        out->value = (uint32_t)(number & 0xff);
        return number < 256;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq_nocase(word, str_of(names[i].name))) {
            out->value = names[i].index;
            return true;
        }
    return false;
}

uint32_t colour_rgb(struct colour colour, uint32_t own)
{
    if (colour.kind == COLOUR_OWN)
        return own;
    return colour.kind == COLOUR_RGB ? colour.value : theme_rgb((int32_t)colour.value);
}

static int distance(uint32_t a, uint32_t b)
{
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        int d = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);
        sum += d * d;
    }
    return sum;
}

static int32_t nearest_256(uint32_t rgb)
{
    int32_t best = 16;
    for (int32_t i = 16; i < 256; i++)
        if (distance(rgb, theme_rgb(i)) < distance(rgb, theme_rgb(best)))
            best = i;
    return best;
}

/* The corner of the colour circle a hue points to. In sixths: red, yellow, green, cyan, blue, magenta. */
static int32_t hue_index(double r, double g, double b, double most, double chroma)
{
    static const int32_t corners[6] = {1, 3, 2, 6, 4, 5};
    double hue = 0;
    if (most == r)
        hue = (g - b) / chroma + 6;
    else if (most == g)
        hue = (b - r) / chroma + 2;
    else
        hue = (r - g) / chroma + 4;
    return corners[(int)(hue + 0.5) % 6];
}

/* By hue, not by distance: a quiet green is still a green when only eight loud colours are left. */
static int32_t nearest_16(uint32_t rgb)
{
    double r = (double)(rgb >> 16 & 0xff) / 255, g = (double)(rgb >> 8 & 0xff) / 255;
    double b = (double)(rgb & 0xff) / 255;
    double most = r > g ? r : g, least = r < g ? r : g;
    most = most > b ? most : b;
    double chroma = most - (least < b ? least : b);
    if (most < 0.3 || chroma < 0.12)
        return most < 0.3 ? 0 : most < 0.5 ? 8 : most < 0.93 ? 7 : 15;
    return hue_index(r, g, b, most, chroma) + (most > 0.95 ? 8 : 0);
}

int32_t colour_reduce(struct colour colour, enum depth depth)
{
    if (colour.kind == COLOUR_OWN || depth == DEPTH_NONE)
        return COLOUR_DEFAULT;
    if (depth == DEPTH_DIRECT)
        return (int32_t)colour_rgb(colour, 0);
    if (depth == DEPTH_256)
        return colour.kind == COLOUR_INDEX ? (int32_t)colour.value : nearest_256(colour.value);
    int32_t index = colour.kind == COLOUR_INDEX && colour.value < 16
                        ? (int32_t)colour.value
                        : nearest_16(colour_rgb(colour, 0));
    if (depth == DEPTH_16)
        return index;
    /* Dark blue is the one of the eight that cannot be read on black. */
    return index == 8 ? 7 : index % 8 == 4 ? 6 : index % 8;
}

int32_t colour_reduce_ground(struct colour colour, enum depth depth)
{
    if (depth > DEPTH_16 || colour.kind == COLOUR_OWN)
        return colour_reduce(colour, depth);
    int32_t index = colour.kind == COLOUR_INDEX && colour.value < 16
                        ? (int32_t)colour.value
                        : nearest_16(colour_rgb(colour, 0));
    if (depth == DEPTH_NONE || index == 0 || index == 8 || index == 7 || index == 15)
        return COLOUR_DEFAULT;
    return depth == DEPTH_8 ? index % 8 : index;
}

/* x to the power of 2.4, for x in 0..1: the fifth root of x squared, times x squared. */
static double power_2_4(double x)
{
    double square = x * x, root = 1;
    for (int i = 0; i < 40; i++)
        root -= (root - square / (root * root * root * root)) / 5;
    return square * root;
}

static double linear(uint32_t channel)
{
    double c = (double)channel / 255;
    return c <= 0.04045 ? c / 12.92 : power_2_4((c + 0.055) / 1.055);
}

static double luminance(uint32_t rgb)
{
    return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) +
           0.0722 * linear(rgb & 0xff);
}

double theme_contrast_rgb(uint32_t a, uint32_t b)
{
    double la = luminance(a), lb = luminance(b);
    return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}
