# Operators and countries by MCC-MNC out of mobile-broadband-provider-info's serviceproviders.xml, as rows of C.
# Several providers share a network: one marked primary comes first, then the one with most networks (virtual operators
# list their host's one), then the first listed. An MCC belongs to the country that uses it most.
BEGIN { sort = "LC_ALL=C sort" }
function attribute(name,    at) {
    if (!match($0, name "=\"[^\"]*\""))
        return ""
    at = RSTART + length(name) + 2
    return substr($0, at, RLENGTH - length(name) - 3)
}
function quoted(s) {
    gsub(/&amp;/, "\\&", s); gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "'", s); gsub(/&apos;/, "'", s)
    gsub(/\\/, "", s); gsub(/"/, "'", s)
    return s
}
/<country / { country = attribute("code") }
/<provider/ { provider++; primary[provider] = /primary="true"/; named = 0; depth = 1 }
/<apn / { depth++ }
/<\/apn>/ { depth-- }
/<name>/ {
    if (depth == 1 && !named) {
        named = 1
        title[provider] = $0
        gsub(/^.*<name>|<\/name>.*$/, "", title[provider])
    }
}
/<network-id / {
    key = attribute("mcc") attribute("mnc")
    if (key !~ /^[0-9][0-9][0-9][0-9][0-9][0-9]?$/)
        next
    networks[provider]++
    owners[key] = owners[key] " " provider
    uses[substr(key, 1, 3) " " country]++
}
END {
    for (key in owners) {
        count = split(owners[key], list, " ")
        best = list[1]
        for (i = 2; i <= count; i++) {
            p = list[i]
            if (primary[p] > primary[best] || (primary[p] == primary[best] && networks[p] > networks[best]))
                best = p
        }
        printf "PLMN(\"%s\", \"%s\")\n", key, quoted(title[best]) | sort
    }
    for (use in uses) {
        split(use, part, " ")
        if (uses[use] > most[part[1]] || (uses[use] == most[part[1]] && part[2] < home[part[1]])) {
            most[part[1]] = uses[use]
            home[part[1]] = part[2]
        }
    }
    for (mcc in home)
        printf "MCC(\"%s\", \"%s\")\n", mcc, home[mcc] | sort
    close(sort)
}
