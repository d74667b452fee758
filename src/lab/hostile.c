/* The list: terminal controls, raw and escaped, direction overrides, invisible letters, floods, look-alikes, formats.
 * Every row is well-formed as the inside of a JSON string (bytes that are not belong to the fault "broken"). */
#include "lab/hostile.h"

static const struct str rows[] = {
    STR("clear \\u001b[2J\\u001b[H the screen"),
    STR("title \\u001b]0;owned\\u0007 and link "
        "\\u001b]8;;http://evil.example\\u0007x\\u001b]8;;\\u0007"),
    STR("clipboard \\u001b]52;c;ZXZpbA==\\u0007 query \\u001b[6n\\u001b[c"),
    STR("device control \\u001bP$qm\\u001b\\\\ and \\u001b_app\\u001b\\\\"),
    STR("c1 \\u009b31m \\u0085 \\u009d0;t\\u009c \xc2\x9b"
        "1m"),
    STR("bell \\u0007\\u0007\\u0007 back \\b\\b\\b\\b\\b del \\u007f"),
    STR("two\\nlines\\r\\nand \\r carriage"),
    STR("tab\\ttab\\t\\t\\tflood \\u000b\\u000c"),
    STR("line \xe2\x80\xa8 paragraph \xe2\x80\xa9 next \xc2\x85 ends"),
    STR("nul \\u0000 inside"),
    STR("lone \\ud83d surrogate \\udc00\\ud83d"),
    STR("override \xe2\x80\xaetxt.exe\xe2\x80\xac isolate \xe2\x81\xa6x\xe2\x81\xa9"),
    STR("zero\xe2\x80\x8bwidth\xe2\x80\x8djoiner\xef\xbb\xbfsoft\xc2\xadhyphen"),
    STR("zalgo "
        "o\xcc\x80\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88\xcc\x89\xcc\x8a"
        "\xcc\x8b"
        "\xcc\x8c\xcc\x8d\xcc\x8e\xcc\x8f\xcc\x90\xcc\x91\xcc\x92\xcc\x93\xcc\x94\xcc\x95\xcc\x96"
        "\xcc\x97\xcc\x98"),
    STR("wide \xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97 "
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d"
        "\xf0\x9f\x91\xa7 \xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"),
    STR("private \xee\x80\x80 non \xef\xbf\xbe filler \xe3\x85\xa4 tag \xf3\xa0\x81\xa1"),
    STR("m\xd0\xb5t\xd0\xb5r-0001 look-alike"),
    STR("=cmd|' /C calc'!A0"),
    STR("+1+1 -2 @SUM(A1)"),
    STR("'); DROP TABLE events; --"),
    STR("%n%s%x %999999d"),
    STR("$(reboot) `id` {{7*7}} ${jndi:x}"),
    STR("\\\"quoted\\\" \\\\ back \\/ slash"),
    STR("\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85 letters that go left"),
    STR("                                                                                          "
        "          wide gap"),
};

struct str hostile_text(unsigned n)
{
    return rows[n % (sizeof rows / sizeof rows[0])];
}
