# Every kind of field with every operator it takes.
include fleet.set

# -- closed enums: type
? type:pdp.create
= 2
? type:pdp.reject
= 3
? type:pdp
= 2 3 4 5
? type:pdp.*
= 2 3 4 5
? type=pdp.create
= 2
? type!=pdp.create
= 1 3 4 5 6 7 8 9 11 12 13 900719925474099301
? type:PDP.Create
= 2
? type:3
= 2 3
? type=3
= 2 3
? type!=3
= 1 4 5 6 7 8 9 11 12 13 900719925474099301
? type.id:3
= 2 3
? type.id=3
= 2 3
? type.id!=3
= 1 4 5 6 7 8 9 11 12 13 900719925474099301
? type.id:>5
= 6 7 8 9 11 900719925474099301
? type:loc
= 1 11 12
? type:loc.update,quota.used
= 1 6 12
? type:(loc.update or quota.used)
= 1 6 12
? type in (loc.update, quota.used)
= 1 6 12
? type not in (loc.update, quota.used)
= 2 3 4 5 7 8 9 11 13 900719925474099301
? type:*.delete
= 4 5
? type:p??.*
= 2 3 4 5
? type:type.99
= 9
? type=type.99
= 9
? type:type.*
= 9
? type:type
= 9
? type:type.9?
= 9
? type:type.98
=
? type:99
= 9
? type:99,3
= 2 3 9
? type~/^pdp\./
= 2 3 4 5
? type!~/^pdp\./
= 1 6 7 8 9 11 12 13 900719925474099301
? type~/^type\.\d+$/
= 9
? type~"reject|used"
= 3 6
? type:*
= 1 2 3 4 5 6 7 8 9 11 12 13 900719925474099301
? has:type
= 1 2 3 4 5 6 7 8 9 11 12 13 900719925474099301
? missing:type
= 10
? -type:pdp
= 1 6 7 8 9 10 11 12 13 900719925474099301
? -type:*
= 10
? type:user
=
# -- closed enums: source, rat
? source:network
= 1 2 4 5 11 12
? src:API
= 7 9 13 900719925474099301
? source!=network
= 3 6 7 8 9 13 900719925474099301
? source:pol*
= 3 6 8
? source:policy,api
= 3 6 7 8 9 13 900719925474099301
? source~/o/
= 1 2 3 4 5 6 8 11 12
? source!~/o/
= 7 9 13 900719925474099301
? missing:source
= 10
? rat:2g
= 2 4
? rat:gsm
= 2 4
? rat:nbiot
= 5
? rat:nb-iot
= 5
? rat:2g,nbiot
= 2 4 5
? rat:(2g, nbiot)
= 2 4 5
? rat!=2g
= 5
? rat~/^n/
= 5
? has:rat
= 2 4 5
? -rat:2g
= 1 3 5 6 7 8 9 10 11 12 13 900719925474099301
? rat:*b*
= 5
# -- open enums
? cc:de
= 1 2 4 12
? cc:DE
= 1 2 4 12
? cc:d*
= 1 2 4 12
? cc:de,at
= 1 2 4 5 12
? cc!=de
= 5
? cc=de
= 1 2 4 12
? cc=""
=
? cc!=""
= 1 2 4 5 12
? cc not in (de, at)
=
? cc in de,at
= 1 2 4 5 12
? cc~/^[da]/
= 1 2 4 5 12
? cc!~/d/
= 5
? cc:?t
= 5
? apn:em
= 2 4
? apn:e
=
? apn:iot*
= 5
? apn=iot.example
= 5
? region:eu-west-1
= 2 4
? region:*east*
= 5
? cause:service_disabled
= 3
? cause:quota_exhausted
=
? cause:bad_password,cost_limit
= 7 8
? cause!=other
= 3 7 8
? cause:*
= 3 7 8 12
? missing:cause type:pdp
= 2 4 5
? tap:DEUD2
= 1 2 4 12
? tap:autpt
= 5
? tap!=deud2
= 5
? tap~/^DEUD2$/c
= 1 2 4 12
? tap~/^deud2$/c
=
# -- severity
? sev:warn
= 3 6 7 12
? sev:info
= 1 2 4 5 9 11 13 900719925474099301
? severity:critical
= 8
? sev>=warn
= 3 6 7 8 12
? sev>info
= 3 6 7 8 12
? sev<warn
= 1 2 4 5 9 11 13 900719925474099301
? sev<=warn
= 1 2 3 4 5 6 7 9 11 12 13 900719925474099301
? sev=warn
= 3 6 7 12
? sev!=warn
= 1 2 4 5 8 9 11 13 900719925474099301
? sev:>=warn
= 3 6 7 8 12
? sev:info..warn
= 1 2 3 4 5 6 7 9 11 12 13 900719925474099301
? sev:warn..
= 3 6 7 8 12
? sev:..info
= 1 2 4 5 9 11 13 900719925474099301
? sev:info,critical
= 1 2 4 5 8 9 11 13 900719925474099301
? sev not in (info)
= 3 6 7 8 12
? SEV >= WARN
= 3 6 7 8 12
? sev >= warn
= 3 6 7 8 12
? missing:sev
= 10
? sev:*
= 1 2 3 4 5 6 7 8 9 11 12 13 900719925474099301
? -sev>=warn
= 1 2 4 5 9 10 11 13 900719925474099301
# -- bool
? alert:true
= 3 6 7 8
? alert:yes
= 3 6 7 8
? alert:1
= 3 6 7 8
? alert:false
= 1 2 4 5 9 11 12 13 900719925474099301
? alert=no
= 1 2 4 5 9 11 12 13 900719925474099301
? alert!=true
= 1 2 4 5 9 11 12 13 900719925474099301
? alert:true,false
= 1 2 3 4 5 6 7 8 9 11 12 13 900719925474099301
? missing:alert
= 10
? -alert:true
= 1 2 4 5 9 10 11 12 13 900719925474099301
? is:alert
= 3 6 7 8
# -- digits
? imsi:901430000000001
= 1 2 4 6
? imsi=901430000000001
= 1 2 4 6
? imsi:90143*
= 1 2 4 6
? imsi:262*,901*
= 1 2 3 4 5 6 11
? imsi!=901430000000001
= 3 5 11
? imsi not in (90143*)
= 3 5 11
? imsi=""
=
? imsi!=""
= 1 2 3 4 5 6 11
? imsi~/0{6}/
= 1 2 3 4 5 6 11
? imsi!~/^262/
= 1 2 4 6
? imsi~/01$/
= 1 2 4 6
? iccid:8988303000000000101
= 1 2 4 6
? iccid:89883030000000001013
= 1 2 4 6
? iccid:89883030000000001015
=
? iccid=89883030000000001013
= 1 2 4 6
? iccid!=89883030000000001013
= 3 5 12 900719925474099301
? iccid:8988303000000000201
= 3 5 900719925474099301
? iccid:8988303000000000201,8901*
= 3 5 12 900719925474099301
? iccid:89883030000000002011
= 3 5 900719925474099301
? iccid:8988303000000000201*
= 3 5 900719925474099301
? iccid:89883030000000002011*
= 3 5 900719925474099301
? iccid:8988303*
= 1 2 3 4 5 6 900719925474099301
? iccid not in (8988303000000000201)
= 1 2 4 6 12
? imei:356794081234370
= 1 2 4 6
? imei:35679408*
= 1 2 3 4 5 6 11
? msisdn:423663910000002
= 3 5
? mcc:262
= 1 2 4 12
? mcc:232
= 5
? mcc:26*
= 1 2 4 12
? mnc:02
= 1 2 4 12
? mnc:2
=
? mnc:0*
= 1 2 4 5 12
? mnc!=02
= 5
? mnc!=04
= 5
? mnc not in (02, 01)
=
? mnc~/^04$/
= 1 2 4 12
? mnc!~/^04$/
= 5
? has:mnc
= 1 2 4 5 12
? missing:mnc type:pdp
= 3
# -- numbers
? id:3
= 3
? id:>10
= 11 12 13 900719925474099301
? id:1..3
= 1 2 3
? id:..2
= 1 2
? id:900719925474099301..
= 900719925474099301
? id>=900719925474099301
= 900719925474099301
? id>900719925474099301
=
? id:1,3,5..6
= 1 3 5 6
? id<3
= 1 2
? id<=3
= 1 2 3
? id!=3
= 1 2 4 5 6 7 8 9 10 11 12 13 900719925474099301
? id:>2.5
= 3 4 5 6 7 8 9 10 11 12 13 900719925474099301
? id:2.5
=
? id:1.5..3.5
= 2 3
? id:-5..2
= 1 2
? id>-1 id<4
= 1 2 3
? dev.id:100
= 1 2 4 6
? dev.id!=100
= 3 5 11 12
? org.id:20
= 3 5 7 9
? sim.id:500..600
= 1 2 3 4 5 6
? lac:921
= 2 4
? ci>5174
= 5
? ci>=5174
= 2 4 5
? lac:<100
= 5
? teid:222
= 2 4 5
? teid:200..250
= 2 4 5
? teid:112..221
=
? teid!=111
=
? teid not in (1..100)
= 2 4 5
? has:teid
= 2 4 5
? user.id:31..32
= 7 8
? pdp.id:77001
= 2 4
# -- sizes
? vol>500KB
= 4 5
? vol:>500KB
= 4 5
? vol:750KB
= 4
? vol=0.75MB
= 4
? vol:0.75MB..1.1GB
= 4 5
? vol>1GB
= 5
? vol>=1.024GB
= 5
? vol:..1MB
= 4
? vol!=750KB
= 5
? rx:250kb
= 4
? rx:1GB
= 5
? tx<1MiB
= 4
? tx:24MB
= 5
? tx>=23MiB
=
? vol<1KiB
=
? missing:vol type:pdp.delete
=
# -- durations
? dur<5m
= 4
? dur:..10m
= 4
? dur:>1h
= 5
? dur:4m
= 4
? dur=240s
= 4
? dur:3m59s..4m1s
= 4
? dur:12h
= 5
? dur>=11h59m dur<=12h
= 5
? dur!=4m
= 5
? missing:dur type:pdp
= 2 3
# -- addresses
? ip:10.64.1.5
= 1 2 4 6
? ip=10.64.1.5
= 1 2 4 6
? ip!=10.64.1.5
= 3 5 11 12
? ip:10.64.0.0/12
= 1 2 4 6
? ip:10.64.7.7/12
= 1 2 4 6
? ip=10.64.0.0/16
= 1 2 4 6
? ip!=10.64.0.0/16
= 3 5 11 12
? ip:10.64.1.0..10.64.1.9
= 1 2 4 6
? ip:10.0.0.0..10.255.255.255
= 1 2 3 4 5 6 11
? ip:..10.70.0.0
= 1 2 4 6
? ip:10.70.0.0..
= 3 5 11
? ip:2001:db8::1
= 12
? ip:2001:DB8:0:0:0:0:0:1
= 12
? ip:2001:db8::/32
= 12
? ip:::/0
= 12
? ip:0.0.0.0/0
= 1 2 3 4 5 6 11
? ip:10.64.0.0/16,2001:db8::/32
= 1 2 4 6 12
? ip not in (10.0.0.0/8)
= 12
? has:ip
= 1 2 3 4 5 6 11 12
? ue.ip:100.64.0.0..100.64.1.255
= 2 4
? ue.ip:100.64.0.0/10
= 2 4 5
? sgsn:192.0.2.2
= 2 4 5
? sgsn:2001:db8::7
= 5
? sgsn!=192.0.2.1
= 5
? sgsn:192.0.2.2..192.0.2.9
= 2 4 5
? sgsn not in (2001:db8::/64)
= 2 4
? ggsn:203.0.113.0/24
= 2 4 5
? breakout:198.51.100.4
= 2 4 5
# -- text
? dev:meter
= 1 2 4 6
? dev:METER
= 1 2 4 6
? device:one
= 1 2 4 6
? dev:"meter one"
= 1 2 4 6
? dev:"r o"
= 1 2 4 6
? dev=meter
=
? dev="meter one"
= 1 2 4 6
? dev!="meter one"
= 3 5 11 12
? dev:m*
= 1 2 4 6
? dev:*7
= 3 5 11
? dev:?ruck*
= 3 5 11
? dev:m?ter*one
= 1 2 4 6
? dev:"m*"
=
? dev:meter,truck
= 1 2 3 4 5 6 11
? dev not in (meter)
= 3 5 11 12
? dev~/^t.*7$/
= 3 5 11
? dev~/^T/c
= 3 5 11
? dev~/^t/c
=
? dev!~/e/
= 3 5 11
? dev~"o{1}n"
= 1 2 4 6
? dev=""
=
? dev!=""
= 1 2 3 4 5 6 11 12
? org:acme
= 1 2 4 6 8
? org:"brook & sons"
= 3 5 7 9
? organisation:brook
= 3 5 7 9
? op:voda
= 1 2 4 12
? operator:Vodafone
= 1 2 4 12
? op=vodafone
= 1 2 4
? op!=voda
= 1 2 4 5 12
? op!=vodafone
= 5 12
? -op:vodafone
= 3 5 6 7 8 9 10 11 13 900719925474099301
? op:vodafone*
= 1 2 4 12
? op:*kabel
= 12
? tag:pumps
= 1 2 4 6
? tag:north
= 1 2 4 6
? tag:ort
= 1 2 4 6
? tag=pumps
= 1 2 4 6
? tag!=pumps
= 12
? tag:p*
= 1 2 4 6
? tag:nor*,sü*
= 1 2 4 6 12
? tag!~/^n/
= 12
? country:germ
= 1 2 4 12
? country:*a
= 5
? user:ops
= 7
? user:*@example.org
= 7
? user:(@example)
= 7 8
? user="admin@example.net"
= 8
? user:"admin"
= 8
? session.id:5e551011
= 4
? session:77001
= 2
? session.id:77*
= 2 5
? desc:rejected
= 3 12
? desc:"context deleted"
= 4 5
? desc:"now attached"
= 1
? desc:"quite new"
= 9
? desc~/now\nattached/
= 1
? desc~/now attached/
=
? desc~/quite\s+new/
= 9
? desc~"deleted\.$"
= 4 5
? desc:*deleted.
= 4 5
? desc:deleted
= 4 5
? desc="pdp context deleted."
= 4 5
? desc!="pdp context deleted."
= 1 2 3 6 7 8 9 10 11 12 13 900719925474099301
? desc:(deleted or rejected)
= 3 4 5 12
? desc:äpfel
= 12
? desc:ÖL
= 12
? desc~/öl/
= 12
? desc~/öl/c
=
? dev:straße
= 12
? dev:STRASSE
=
? desc:100%
= 12
? desc:"\"quoted\""
= 12
? desc:"(beta)"
= 9
? type.text:update
= 1 12
? user.name:olga
= 7
