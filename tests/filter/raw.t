# raw.PATH, fields that are read from the original bytes, fleet fields before there is a fleet, lists.
include fleet.set

? raw.detail.deep.n:1.5
= 13
? raw.detail.deep.n:1.50
= 13
? raw.detail.deep.n=15e-1
= 13
? raw.detail.deep.s:1.5
= 13
? raw.detail.deep.n>1
= 13
? raw.detail.deep.n>1.49 raw.detail.deep.n<1.51
= 13
? raw.detail.deep.n:1..2
= 13
? raw.detail.deep.n:..1
=
? raw.detail.deep.s:1.4..1.6
= 13
? raw.detail.deep.n!=2
= 13
? raw.detail.deep.n!=1.5
=
? raw.detail.deep.n not in (1, 2)
= 13
? raw.detail.deep.t:true
= 13
? raw.detail.deep.t:TRUE
= 13
? has:raw.detail.deep.none
=
? has:raw.detail.deep.empty
=
? has:raw.detail.deep.void
=
? has:raw.detail.deep.blank
=
? has:raw.detail.deep.obj
= 13
? raw.detail.deep.obj:*
= 13
? raw.detail.deep.obj:1
=
? raw.detail.deep.obj!=1
= 13
? raw.detail.deep.obj.k:1
= 13
? raw.detail.deep.Key:case
= 13
? raw.detail.deep.key:case
=
? RAW.detail.deep.Key=case
= 13
? raw.detail.deep.Key:c*e
= 13
? raw.detail.deep.Key:"c*e"
=
? raw.detail.deep.Key:as
= 13
? raw.detail.deep.Key=as
=
? raw.detail.deep.Key~/^C/c
= 13
? raw.detail.deep.Key~/^c/c
=
? raw.detail.deep.Key!~/x/
= 13
? raw.detail.deep.Key<5
=
? raw.detail.deep.Key:a..z
=
? raw.detail."a.b".c:x
= 13
? raw."detail"."a.b"."c":x
= 13
? has:raw.detail."a.b"
= 13
? has:raw.detail.a.b
=
? raw.detail.list:2
= 13
? raw.detail.list:3
= 13
? raw.detail.list:4
=
? raw.detail.list!=2
=
? raw.detail.list!=4
= 13
? raw.detail.list>2
= 13
? raw.detail.people.name:bob
= 13
? raw.detail.people.age:9
= 13
? raw.detail.people.age<10
= 13
? raw.detail.people.name!=ann
=
? raw.detail.mnc.mnc:04
= 1 2 4 12
? raw.detail.mnc.mnc:4
= 1 2 4 12
? raw.detail.tapcode.tapcode:AUTPT
= 5
? raw.event_type.id:19
= 6
? raw.event_type.id>=15
= 6 9 11
? raw.endpoint.name:"meter one"
= 1 2 4 6
? raw.endpoint.name:meter
= 1 2 4 6
? raw.id:900719925474099301
= 900719925474099301
? raw.id>900719925474099300
= 900719925474099301
? raw.id:900719925474099300
=
? raw.event_type.description~/update/
= 1 12
? raw.sim:*
= 1 2 3 4 5 6 12 900719925474099301
? missing:raw.sim type:pdp
=
? raw.endpoint.tags:*
= 1 2 4 6 12
? nsapi:5
= 2 4 5
? nsapi>5
=
? gtp!=2
= 2 4 5
? has:nsapi
= 2 4 5
? quota.threshold:80
= 6
? quota.threshold>=80
= 6
? quota.status:exhaust
= 6
? quota.status=EXHAUSTED
= 6
? quota.status~/^exh/
= 6
? missing:quota.status type:quota
=
? country.code:49
= 1 2 4 12
? country.code:4*
= 1 2 4 5 12

# derived from other events: absent while there is no fleet
? at.cc:de
=
? has:at.op
=
? missing:at.op sev:critical
= 8
? -at.cc:de sev:critical
= 8
? at.cc not in (de, at)
=
? state:online or sev:critical
= 8
? flaps>=3
=
? quota.left<=20%
=
? quota.left<=20 or type:quota
= 6
? dt<5m
=
? age>1h
=
? at.rat:lte
=
? sim.state:activated
=

# lists: a line means what it would mean behind the colon
list cards 8988303000000000101| # a comment| |8901*
list people ops@example.org|"admin@example.net"
list nets 10.64.0.0/16|2001:db8::/32
list many <2|5..6|>100
list globs *delete*|purged
list types pdp.reject|auth.*|99
list days 2026-08-21|2026-08-23
list empty # nothing
list quoted "Brook & Sons"|acme ltd
? iccid:@cards
= 1 2 4 6 12
? iccid in @cards
= 1 2 4 6 12
? iccid not in @cards
= 3 5 900719925474099301
? -iccid:@cards sev:warn
= 3 7
? user:@people
= 7 8
? ip:@nets
= 1 2 4 6 12
? id:@many
= 1 5 6 900719925474099301
? desc:@globs
= 4 5 11
? type:@types
= 3 7 9
? type not in @types
= 1 2 4 5 6 8 11 12 13 900719925474099301
? ts:@days
= 9 10
? org:@quoted
= 1 2 3 4 5 6 7 8 9
? org:@empty
=
? org not in @empty
= 1 2 3 4 5 6 7 8 9
? sev:warn user:@people or ip:@nets
= 1 2 4 6 7 12
