# Joining, negation, absence, bare words, flags, reserved words, white space.
include fleet.set

?
= 1 2 3 4 5 6 7 8 9 10 11 12 13 900719925474099301
?    
= 1 2 3 4 5 6 7 8 9 10 11 12 13 900719925474099301
? type:pdp sev:warn
= 3
? type:pdp and sev:warn
= 3
? type:pdp && sev:warn
= 3
? type:pdp AND sev:warn
= 3
? sev:critical or cc:at
= 5 8
? sev:critical || cc:at
= 5 8
? sev:critical | cc:at
= 5 8
? sev:critical OR cc:at
= 5 8
? cc:de sev:warn or cc:at
= 5 12
? cc:at or cc:de sev:warn
= 5 12
? (cc:at or cc:de) sev:info
= 1 2 4 5
? cc:de (op:kabel or op=vodafone)
= 1 2 4 12
? not cc:de
= 3 5 6 7 8 9 10 11 13 900719925474099301
? !cc:de
= 3 5 6 7 8 9 10 11 13 900719925474099301
? -cc:de
= 3 5 6 7 8 9 10 11 13 900719925474099301
? ! cc:de
= 3 5 6 7 8 9 10 11 13 900719925474099301
? NOT cc:de
= 3 5 6 7 8 9 10 11 13 900719925474099301
? not not cc:de
= 1 2 4 12
? !!cc:de
= 1 2 4 12
? --cc:de
= 1 2 4 12
? -!cc:de
= 1 2 4 12
? !-cc:de
= 1 2 4 12
? -(cc:de or cc:at)
= 3 6 7 8 9 10 11 13 900719925474099301
? -(cc:de sev:warn)
= 1 2 3 4 5 6 7 8 9 10 11 13 900719925474099301
? not (cc:de) sev:warn
= 3 6 7
? not cc:de sev:warn
= 3 6 7
? not cc:de or sev:warn
= 3 5 6 7 8 9 10 11 12 13 900719925474099301
? -"quota"
= 1 2 3 4 5 7 8 9 10 11 12 13 900719925474099301
? -quota
= 1 2 3 4 5 7 8 9 10 11 12 13 900719925474099301
? ((cc:de))
= 1 2 4 12
? (((cc:de) (sev:warn)))
= 12
? cc:de cc:at
=
? cc:de -cc:de
=
? cc:de or -cc:de
= 1 2 3 4 5 6 7 8 9 10 11 12 13 900719925474099301
# absence
? has:op
= 1 2 4 5 12
? missing:op
= 3 6 7 8 9 10 11 13 900719925474099301
? has:operator
= 1 2 4 5 12
? -has:op
= 3 6 7 8 9 10 11 13 900719925474099301
? op:*
= 1 2 4 5 12
? -op:*
= 3 6 7 8 9 10 11 13 900719925474099301
? op:*,foo
= 1 2 4 5 12
? op not in (*)
=
? has:imsi missing:dev
=
? missing:ts
= 11
? has:ts
= 1 2 3 4 5 6 7 8 9 10 12 13 900719925474099301
? missing:id
=
? -missing:org
= 1 2 3 4 5 6 7 8 9
? op!=x
= 1 2 4 5 12
? -op:x
= 1 2 3 4 5 6 7 8 9 10 11 12 13 900719925474099301
? op!~/x/
= 1 2 4 5 12
? op not in (x)
= 1 2 4 5 12
? HAS:OP
= 1 2 4 5 12
? has: op
= 1 2 4 5 12
? has:raw.detail.deep.n
= 13
? missing:raw.detail.deep.n type:0
=
# bare words
? vodafone
= 1 2 4 12
? VODA
= 1 2 4 12
? "meter one"
= 1 2 4 6
? truck
= 3 5 11
? germany
= 1 2 4 12
? ops@example.org
= 7
? pumps
= 1 2 4 6
? iot.example
= 5
? quota_exhausted
=
? pdp.delete
= 4 5
? pdp.
= 2 3 4 5
? type.99
= 9
? "Update location"
= 1 12
? "brand new"
= 9
? disabled
= 3
? (beta)
= 9
? "(beta)"
= 9
? äpfel
= 12
? ÄPFEL
= 12
? straße
= 12
? "now attached"
= 1
? "quite new"
= 9
? *
=
? "*"
=
? 901430
= 1 2 4 6
? 90143
= 1
? 01430000
= 1
? 262010
= 3 5 11
? 423663910000002
= 3 5
? 8988303
= 1 2 3 4 5 6 900719925474099301
? 89883030000000001013
=
? 356794
= 1 2 3 4 5 6 11
? 900719
= 900719925474099301
? 9007199
= 900719925474099301
? 9007199254740993010
=
? 100
= 12
? 262
=
? 100%
= 12
? desc
=
? imsi
= 1
? "or"
= 1 2 4 6 7 8 11 12
? "and" location
=
? 'ops
= 7
? deleted. cc:at
= 5
? foo-bar:baz
=
? acme/ltd
=
? a&b
=
? brook&
=
? blocked|exhausted
= 6 8
? blocked&&cost
= 8
# flags
? is:alert
= 3 6 7 8
? is:rejected
= 3 12
? is:network
= 1 2 4 5 11 12
? is:policy
= 3 6 8
? is:api
= 7 9 13 900719925474099301
? IS:Alert
= 3 6 7 8
? is: api
= 7 9 13 900719925474099301
? is:acked
=
? -is:acked sev:critical
= 8
? is:new or is:rejected
= 3 12
? -is:rejected type:3
= 2
# keywords as values, in any case
? cc:in
=
? cc=or
=
? dev:not
=
? user:(and, has)
=
? cc in (in, de)
= 1 2 4 12
? cc in ("or", de)
= 1 2 4 12
? cc in (de OR at)
= 1 2 4 5 12
? CC In (DE or AT)
= 1 2 4 5 12
? cc Not In (de)
= 5
? cc:or,de
= 1 2 4 12
# white space and lists
? cc: de
= 1 2 4 12
? cc:de,at
= 1 2 4 5 12
? cc:de, at
= 1 2 4 5 12
? cc:de ,at
= 1 2 4 5 12
? cc:de , at
= 1 2 4 5 12
? rat:2g, nbiot
= 2 4 5
? rat:( 2g , nbiot )
= 2 4 5
? vol > 500KB
= 4 5
? vol:> 500KB
= 4 5
? dev ~ /truck/
= 3 5 11
? dev !~ /truck/
= 1 2 4 6 12
? sev>=warn	alert:true
= 3 6 7 8
? cc:de\nsev:info
= 1 2 4
? dev == "meter one"
= 1 2 4 6
? dev:="meter one"
= 1 2 4 6
? dev:=meter
=
? id:=3
= 3
? id:>=3,<=1
= 1 3 4 5 6 7 8 9 10 11 12 13 900719925474099301
? id:<3,>900000
= 1 2 900719925474099301
# names
? OP:vodafone
= 1 2 4 12
? Dev.Id:100
= 1 2 4 6
? imsi:901430000000001 device:meter organisation:acme
= 1 2 4 6
