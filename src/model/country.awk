# Country names by ISO 3166 code out of iso-codes' iso_3166-1.json (one key a line), as rows of C. The common name wins.
BEGIN { sort = "LC_ALL=C sort" }
function value(s) {
    sub(/^[^:]*: *"/, "", s)
    sub(/",? *$/, "", s)
    gsub(/\\"/, "'", s)
    return s
}
/"alpha_2":/ { code = tolower(value($0)); plain = common = "" }
/"name":/ { plain = value($0) }
/"common_name":/ { common = value($0) }
/^ *}/ {
    if (code != "")
        printf "COUNTRY(\"%s\", \"%s\")\n", code, common != "" ? common : plain | sort
    code = ""
}
END { close(sort) }
