# same ENTITY (...) within D: another event of the same entity, before it, at most so long ago.
include fleet.set

? same device (type:pdp.create)
= 4 6
? same device (type:pdp.create) within 4m
= 4
? same device (type:pdp.create) within 3m59s
=
? same device (type:pdp.create) within 5m type:pdp.delete
= 4
? same device (type:pdp.delete)
= 6
? same device (type:loc)
= 2 4 6
? same device (sev:warn)
= 5
? same device (id:1)
= 2 4 6
? same device (id:6)
=
? same sim (type:pdp.reject)
= 5
? same sim (type:pdp.reject) within 40m
= 5
? same imsi (type:pdp.reject) within 39m
=
? same org (type:auth)
= 9
? same org (user:ops) within 1h
=
? same org (alert:true) within 1d
= 5 7 8 9
? same operator (cc:de)
= 2 4
? same operator (type:pdp.create) within 1h
= 4
? same cell (type:pdp.create)
= 4
? same session (type:pdp.create)
=
? same device (same device (type:loc))
= 4 6
? same device (same device (same device (type:loc)))
= 6
? same org (same device (type:pdp.create)) within 1h
=
? -same device (type:loc) type:pdp
= 3 5
? same device (type:loc or type:pdp.create) within 1m
= 2
? SAME Device ( type:loc ) WITHIN 20m
= 2 4
? same device(type:loc)within 20m
= 2 4
? not same org (id:>0) has:org
= 1 3
? same device (type:pdp.delete) or same org (type:auth)
= 6 9
# an event without time has no before
? same device (id:11)
=
? same imsi (id:3) id:11
=

set order
# at one moment the lower id comes first; arrival does not count
{"id":9,"timestamp":"2026-08-22T10:00:00Z","endpoint":{"id":1},"alert":true}
{"id":5,"timestamp":"2026-08-22T10:00:00Z","endpoint":{"id":1},"alert":true}
{"id":7,"timestamp":"2026-08-22T09:00:00Z","endpoint":{"id":1},"alert":false}
{"id":3,"timestamp":"2026-08-22T11:00:00Z","endpoint":{"id":1},"alert":false}
{"id":4,"timestamp":"2026-08-22T11:00:00Z","endpoint":{"id":2},"alert":false}
{"id":6,"timestamp":"2026-08-22T11:00:00Z","alert":true}
{"id":8,"timestamp":"2026-08-22T12:00:00Z"}
? same device (alert:true)
= 9 3
? same device (alert:true) within 0s
= 9
? same device (alert:true) within 1h
= 9 3
? same device (alert:false)
= 9 5 3
? same device (same device (alert:false) within 1h) within 1h
= 9 3

set keys
# a SIM by its id, else its card; cells by all four parts of the PDP context; operators by name and country
{"id":1,"timestamp":"2026-08-22T10:00:00Z","alert":true,"sim":{"id":5,"iccid":"8988303000000000101"}}
{"id":2,"timestamp":"2026-08-22T10:01:00Z","sim":{"id":5,"iccid":"8988303000000000102"}}
{"id":3,"timestamp":"2026-08-22T10:02:00Z","sim":{"iccid":"8988303000000000101"}}
{"id":4,"timestamp":"2026-08-22T10:03:00Z","alert":true,"sim":{"iccid":"8988303000000000101"}}
{"id":5,"timestamp":"2026-08-22T10:04:00Z","sim":{"iccid":"8988303000000000101"}}
{"id":11,"timestamp":"2026-08-22T10:00:00Z","alert":true,"detail":{"pdp_context":{"mcc":"262","mnc":"02","lac":1,"ci":2}}}
{"id":12,"timestamp":"2026-08-22T10:01:00Z","detail":{"pdp_context":{"mcc":"262","mnc":"02","lac":1,"ci":2}}}
{"id":13,"timestamp":"2026-08-22T10:02:00Z","detail":{"pdp_context":{"mcc":"262","mnc":"02","lac":1,"ci":3}}}
{"id":14,"timestamp":"2026-08-22T10:03:00Z","detail":{"country":{"mcc":"262"},"pdp_context":{"mnc":"02","lac":1,"ci":2}}}
{"id":15,"timestamp":"2026-08-22T10:04:00Z","detail":{"country":{"mcc":"232"},"pdp_context":{"mcc":"262","mnc":"02","lac":1,"ci":2}}}
{"id":21,"timestamp":"2026-08-22T10:00:00Z","alert":true,"detail":{"name":"Vodafone","country":{"iso_code":"de"}}}
{"id":22,"timestamp":"2026-08-22T10:01:00Z","detail":{"name":"Vodafone","country":{"iso_code":"cz"}}}
{"id":23,"timestamp":"2026-08-22T10:02:00Z","detail":{"name":"Vodafone","country":{"iso_code":"de"},"pdp_context":{"mcc":"262","mnc":"02"}}}
? same sim (alert:true)
= 2 5
? same cell (alert:true)
= 12 15
? same operator (alert:true)
= 12 13 15 23
? same session (alert:true)
=
