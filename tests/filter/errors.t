# What is wrong, where, and what would be right. Carets stand under the wrong characters.
now 2026-08-23T00:00:00Z


# fields
? opp:x
! ^^^
! opp is not a field; did you mean op?
? foo:bar
! ^^^
! foo is not a field; to look for it as text put it in quotation marks
? FOO:bar
! ^^^
! FOO is not a field; to look for it as text put it in quotation marks
? hello = world
! ^^^^^
! hello is not a field; to look for it as text put it in quotation marks
? dev-id:5
! ^^^^^^
! dev-id is not a field; did you mean dev.id?
? org_id:5
! ^^^^^^
! org_id is not a field; did you mean org.id?
? sevrity>=warn
! ^^^^^^^
! sevrity is not a field; did you mean sev?
? imsis:1
! ^^^^^
! imsis is not a field; did you mean imsi?
? raw:5
! ^^^
! raw needs the path of a JSON value: raw.detail.name
? raw.:5
!     ^
! a key is missing behind the dot: raw.detail.name
? raw..a:5
!     ^
! a key is missing behind the dot: raw.detail.name
? and:x
! ^^^
! and is a reserved word and not a field; as text put it in quotation marks
? since:09:15
! ^^^^^
! since is a reserved word and not a field; as text put it in quotation marks
? has:opp
!     ^^^
! opp is not a field; did you mean op?
? has:
!     ^
! a field's name is missing behind the colon
? missing:
!         ^
! a field's name is missing behind the colon
? has:op*
!     ^^^
! this is not a field's name; has: and missing: take one, like has:imsi
? has:"op"
!     ^
! the name stands here without quotation marks
? is:alrt
!    ^^^^
! alrt is not a flag; did you mean alert? There are alert, rejected, network, policy, api, acked, mine, marked, storm, flapping, silent, new
? is:xyzzy
!    ^^^^^
! a flag is one of alert, rejected, network, policy, api, acked, mine, marked, storm, flapping, silent, new
? is:
!    ^
! a flag's name is missing behind is:
? is
! ^^
! is needs a colon and a flag directly behind it: is:alert; the word itself is "is"
? has
! ^^^
! has needs a colon and a field directly behind it: has:imsi; the word itself is "has"
? missing op
! ^^^^^^^
! missing needs a colon and a field directly behind it: missing:op; the word itself is "missing"
? 09:15
! ^^
! a time stands behind since, until or ts: and, with today or yesterday, in quotation marks: since 09:15, ts:"today 14:00"
? http://x
! ^^^^
! http is not a field; did you mean tap?

# where a term may begin
? =5
! ^
! a term cannot begin with this; a field must stand directly before an operator, and text with commas needs quotation marks
? <5
! ^
! a term cannot begin with this; a field must stand directly before an operator, and text with commas needs quotation marks
? :x
! ^
! a term cannot begin with this; a field must stand directly before an operator, and text with commas needs quotation marks
? ~/x/
! ^
! a term cannot begin with this; a field must stand directly before an operator, and text with commas needs quotation marks
? ,x
! ^
! a term cannot begin with this; a field must stand directly before an operator, and text with commas needs quotation marks
? a,b
!  ^
! a term cannot begin with this; a field must stand directly before an operator, and text with commas needs quotation marks
? cc :de
!    ^
! a term cannot begin with this; a field must stand directly before an operator, and text with commas needs quotation marks
? sev>=warn, alert:true
!          ^
! an operator takes one value; for several write field:a,b or field in (a, b)
? )
! ^
! this ) closes nothing; quote it if it is meant as text
? (cc:de))
!        ^
! this ) closes nothing; quote it if it is meant as text
? ()
! ^^
! there is nothing between the parentheses
? cc:de or
!         ^
! a term is missing at the end
? cc:de and
!          ^
! a term is missing at the end
? or cc:de
! ^^
! a term is missing before or; the word itself is "or"
? and cc:de
! ^^^
! a term is missing before and; the word itself is "and"
? cc:de or or cc:at
!          ^^
! a term is missing before or; the word itself is "or"
? cc:de and and cc:at
!           ^^^
! a term is missing before and; the word itself is "and"
? cc:de | | cc:at
!         ^
! a term is missing before the operator
? cc:de && 
!          ^
! a term is missing at the end
? not
!    ^
! a term is missing at the end
? !
!  ^
! a term is missing at the end
? -
! ^
! - negates only directly before a word that begins with a letter, (, ", ! or -; write not instead, or quote the text
? - cc:de
! ^
! - negates only directly before a word that begins with a letter, (, ", ! or -; write not instead, or quote the text
? -5
! ^
! - negates only directly before a word that begins with a letter, (, ", ! or -; write not instead, or quote the text
? -*
! ^
! - negates only directly before a word that begins with a letter, (, ", ! or -; write not instead, or quote the text
? foo -5
!     ^
! - negates only directly before a word that begins with a letter, (, ", ! or -; write not instead, or quote the text
? in (de)
! ^^
! in needs a field before it: cc in (de, at); the word itself is "in"
? within 5m
! ^^^^^^
! within belongs behind same: same device (...) within 24h; the word itself is "within"
? cc:de within 5m
!       ^^^^^^
! within belongs behind same: same device (...) within 24h; the word itself is "within"
? op ..
!    ^^
! .. needs a value directly before it, behind it, or both: field:1..9

# parentheses, quotation marks, slashes
? (cc:de
! ^
! the parenthesis is never closed; put another ) behind its last term
? (cc:de or (sev:warn)
! ^
! the parenthesis is never closed; put another ) behind its last term
? cc:de (
!       ^
! the parenthesis is never closed; put another ) behind its last term
? "abc
! ^
! the quotation mark is never closed; put another " at the end
? op:"Voda
!    ^
! the quotation mark is never closed; put another " at the end
? desc~/abc
!      ^
! the pattern is never closed; put another / at its end (inside it a slash is \/)
? desc~/a\/
!      ^
! the pattern is never closed; put another / at its end (inside it a slash is \/)
? cc:(de, at
!    ^
! the parenthesis is never closed; put ) behind the last value
? cc:(de
!    ^
! the parenthesis is never closed; put ) behind the last value
? cc:(
!    ^
! the parenthesis is never closed; put ) behind the last value
? cc in (de
!       ^
! the parenthesis is never closed; put ) behind the last value
? same device (type:pdp
!             ^
! the parenthesis is never closed; put another ) behind its last term

# values
? cc:
!    ^
! a value is missing at the end
? cc: 
!     ^
! a value is missing at the end
? cc=
!    ^
! a value is missing at the end
? sev>=
!      ^
! a value is missing at the end
? sev>= 
!       ^
! a value is missing at the end
? cc:de,
!       ^
! a value is missing at the end
? cc:de,,at
!       ^
! a value is missing before ,
? cc:,de
!    ^
! a value is missing before ,
? cc:(de,)
!        ^
! a value is missing before )
? cc:(,de)
!     ^
! a value is missing before ,
? cc:()
!     ^
! a value is missing before )
? cc:(or)
!     ^^
! a value is missing before or; the word itself is "or"
? cc:(de at)
!        ^
! between two values of a set stands a comma or the word or
? cc:(de or)
!          ^
! a value is missing before )
? cc in
!      ^
! a value is missing at the end
? cc not in
!          ^
! a value is missing at the end
? cc:""
!    ^^
! an empty text can only stand behind = and !=; for events without the field write missing:field
? dev<""
!     ^^
! an empty text can only stand behind = and !=; for events without the field write missing:field
? desc~""
!      ^^
! an empty text can only stand behind = and !=
? ""
! ^^
! an empty text can only stand behind = and !=
? cc=(de,at)
!    ^
! an operator takes one value; for several write field:a,b or field in (a, b)
? cc=de,at
!      ^
! an operator takes one value; for several write field:a,b or field in (a, b)
? cc!=(de)
!     ^
! an operator takes one value; for several write field:a,b or field in (a, b)
? cc:!=de
!    ^^
! a value cannot begin with !=, ~ or !~; write field!=value, field~/pattern/, or quote it
? cc:~de
!    ^
! a value cannot begin with !=, ~ or !~; write field!=value, field~/pattern/, or quote it
? cc:!~de
!    ^^
! a value cannot begin with !=, ~ or !~; write field!=value, field~/pattern/, or quote it
? cc:de,!=at
!       ^^
! a value cannot begin with !=, ~ or !~; write field!=value, field~/pattern/, or quote it
? id:..
!    ^^
! .. needs a value before it, behind it, or both: 1..9, ..9, 1..
? id: ..
!     ^^
! .. needs a value before it, behind it, or both: 1..9, ..9, 1..
? id:1..,..
!        ^^
! .. needs a value before it, behind it, or both: 1..9, ..9, 1..
? user:@
!       ^
! a list's name is missing behind @
? user:@a.b
!        ^
! a list's name has letters, digits, - and _ only; quote the value if it is no list
? user:@ops@example
!          ^
! a list's name has letters, digits, - and _ only; quote the value if it is no list
? user:@nothere
!      ^^^^^^^^
! there is no list nothere

# kinds
? sev:warning
!     ^^^^^^^
! severity is one of info, warn, critical
? sev>=wrn
!      ^^^
! severity is one of info, warn, critical
? sev:warn*
!     ^^^^^
! severity is one of info, warn, critical
? sev:critical..info
!     ^^^^^^^^^^^^^^
! the range begins above its end; turn it round
? sev~/warn/
!    ^
! sev (type severity) takes no patterns; they work on text, enum and digits
? sev:critical|cc:at
!     ^^^^^^^^^^^^^^
! severity is one of info, warn, critical
? type:pdp.creat
!      ^^^^^^^^^
! type has no value pdp.creat; did you mean pdp.create?
? type:pdp.creat,foo
!      ^^^^^^^^^
! type has no value pdp.creat; did you mean pdp.create?
? type=pdp
!      ^^^
! type has no value pdp; did you mean pdp.create?
? type=pdp.*
!      ^^^^^
! pdp.* is not an event type; there are pdp.create, loc.update, quota.used and others, pdp for all that begin so, numeric ids and globs like auth.*_failed
? type:xyz*
!      ^^^^
! xyz* is not an event type; there are pdp.create, loc.update, quota.used and others, pdp for all that begin so, numeric ids and globs like auth.*_failed
? type>3
!     ^
! type (type enum) has no order; it works with :, = and !=, and ~ for patterns
? type:3..5
!      ^^^^
! type (type enum) has no ranges; quote the value if it holds two dots
? source:netwrk
!        ^^^^^^
! source has no value netwrk; did you mean network?
? src:platform
!     ^^^^^^^^
! source is one of network, policy, api
? rat:6g
!     ^^
! rat has no value 6g; did you mean 3g?
? rat=4g.*
!     ^^^^
! rat is one of 3g, 2g, wlan, gan, hspa, 4g, virtual, nbiot, ltem, 5g, 4g.leo, 4g.meo, 4g.geo, 4g.sat, nbiot.leo, nbiot.meo, nbiot.geo, nbiot.sat, ltem.leo, ltem.meo, ltem.geo, ltem.sat
? state:onlin
!       ^^^^^
! state has no value onlin; did you mean online?
? sim.state:gone
!           ^^^^
! sim.state is one of issued, activated, suspended, deleted, test
? alert:maybe
!       ^^^^^
! alert is true or false (also yes, no, 1, 0)
? alert:2
!       ^
! alert is true or false (also yes, no, 1, 0)
? alert>true
!      ^
! alert (type bool) has no order; it works with :, = and !=
? alert~/t/
!      ^
! alert (type bool) takes no patterns; they work on text, enum and digits
? imsi:abc
!      ^^^
! imsi is made of digits; write all of them, or behind : their beginning and one * at the end
? imsi:*90143
!      ^^^^^^
! imsi is made of digits; write all of them, or behind : their beginning and one * at the end
? imsi:90*43
!      ^^^^^
! imsi is made of digits; write all of them, or behind : their beginning and one * at the end
? imsi=90143*
!      ^^^^^^
! = compares the whole value; for a beginning write imsi:90143*
? imsi:"90143*"
!      ^^^^^^^^
! imsi is made of digits; write all of them, or behind : their beginning and one * at the end
? imsi>5
!     ^
! imsi (type digits) has no order; it works with :, = and !=, and ~ for patterns
? imsi:1..5
!      ^^^^
! imsi (type digits) has no ranges; quote the value if it holds two dots
? id:five
!    ^^^^
! id is a plain number without unit: 5, -5, 1.5, >5, 1..9
? id:5KB
!    ^^^
! id is a plain number without unit: 5, -5, 1.5, >5, 1..9
? id=1..9
!    ^^^^
! id is a plain number without unit: 5, -5, 1.5, >5, 1..9
? id:9..1
!    ^^^^
! the range begins above its end; turn it round
? id:1..two
!       ^^^
! id is a plain number without unit: 5, -5, 1.5, >5, 1..9
? id:9223372036854775809
!    ^^^^^^^^^^^^^^^^^^^
! 9223372036854775809 is above 2^63; numbers end there, raw.id takes longer ones
? id>99999999999999999999999999
!    ^^^^^^^^^^^^^^^^^^^^^^^^^^
! 99999999999999999999999999 is above 2^63; numbers end there, raw.id takes longer ones
? id:1.
!    ^^
! id is a plain number without unit: 5, -5, 1.5, >5, 1..9
? id:1e5
!    ^^^
! id is a plain number without unit: 5, -5, 1.5, >5, 1..9
? lac:0x10
!     ^^^^
! lac is a plain number without unit: 5, -5, 1.5, >5, 1..9
? id~/5/
!   ^
! id (type number) takes no patterns; they work on text, enum and digits
? vol>500
!     ^^^
! a size needs its unit: did you mean 500KB, 500MB or 500KiB?
? vol:5
!     ^
! a size needs its unit: did you mean 5KB, 5MB or 5KiB?
? vol:5PB
!     ^^^
! vol is a size such as 500KB, 1.5MB or 2GB (1000 each), 1KiB, 1MiB or 1GiB (1024 each), or 10B
? vol:fast
!     ^^^^
! vol is a size such as 500KB, 1.5MB or 2GB (1000 each), 1KiB, 1MiB or 1GiB (1024 each), or 10B
? vol>-5KB
!     ^^^^
! vol is a size such as 500KB, 1.5MB or 2GB (1000 each), 1KiB, 1MiB or 1GiB (1024 each), or 10B
? vol:2MB..1MB
!     ^^^^^^^^
! the range begins above its end; turn it round
? vol>99999999999TB
!     ^^^^^^^^^^^^^
! 99999999999TB is above 2^63; numbers end there
? quota.left<=20MB
!             ^^^^
! quota.left is a percentage: 20% or 20
? quota.left:abc
!            ^^^
! quota.left is a percentage: 20% or 20
? dur<5
!     ^
! a duration needs its unit: did you mean 5s, 5m or 5h?
? dur<5x
!     ^^
! this is not a duration; write 90s, 5m, 1h30m, 2d (units ms s m h d w)
? dur<1.5h
!     ^^^^
! this is not a duration; write 90s, 5m, 1h30m, 2d (units ms s m h d w)
? dur:fast
!     ^^^^
! this is not a duration; write 90s, 5m, 1h30m, 2d (units ms s m h d w)
? dur:10m..5m
!     ^^^^^^^
! the range begins above its end; turn it round
? dur>99999999999999w
!     ^^^^^^^^^^^^^^^
! 99999999999999w is above 2^63; numbers end there
? ip:10.64.0
!    ^^^^^^^
! 10.64.0 is not an address; write 10.64.0.1, 10.64.0.0/16, 10.64.0.1..10.64.0.9 or 2001:db8::1
? ip:10.64.0.256
!    ^^^^^^^^^^^
! 10.64.0.256 is not an address; write 10.64.0.1, 10.64.0.0/16, 10.64.0.1..10.64.0.9 or 2001:db8::1
? ip:10.64.0.0/33
!    ^^^^^^^^^^^^
! 10.64.0.0/33 is not an address; write 10.64.0.1, 10.64.0.0/16, 10.64.0.1..10.64.0.9 or 2001:db8::1
? ip:2001:db8::/129
!    ^^^^^^^^^^^^^^
! 2001:db8::/129 is not an address; write 10.64.0.1, 10.64.0.0/16, 10.64.0.1..10.64.0.9 or 2001:db8::1
? ip:10.64.*
!    ^^^^^^^
! ip takes no globs; for a network write 10.64.0.0/16
? ip>10.0.0.1
!   ^
! ip (type ip) has no order; it works with :, = and !=
? ip:10.0.0.9..10.0.0.1
!    ^^^^^^^^^^^^^^^^^^
! the range begins above its end; turn it round
? ip:10.0.0.1..::1
!    ^^^^^^^^^^^^^
! both ends of a range are IPv4, or both IPv6
? ip:10.0.0.0/8..10.1.0.0
!    ^^^^^^^^^^
! 10.0.0.0/8 is not an address; write 10.64.0.1, 10.64.0.0/16, 10.64.0.1..10.64.0.9 or 2001:db8::1
? ip~/10/
!   ^
! ip (type ip) takes no patterns; they work on text, enum and digits
? dev<x
!    ^
! dev (type text) has no order; it works with :, = and !=, and ~ for patterns
? dev:a..b
!     ^^^^
! dev (type text) has no ranges; quote the value if it holds two dots
? dev=a..b
!     ^^^^
! dev (type text) has no ranges; quote the value if it holds two dots
? cc>=de
!   ^^
! cc (type word) has no order; it works with :, = and !=, and ~ for patterns
? ts:tomorrow
!    ^^^^^^^^
! this is not a time; write 09:15, -15m, now, today, "yesterday 14:00", 2026-08-22 or 2026-08-22T09:15
? ts:2026-13-01
!    ^^^^^^^^^^
! this is not a time; write 09:15, -15m, now, today, "yesterday 14:00", 2026-08-22 or 2026-08-22T09:15
? ts:2026-02-30
!    ^^^^^^^^^^
! this is not a time; write 09:15, -15m, now, today, "yesterday 14:00", 2026-08-22 or 2026-08-22T09:15
? ts:25:00
!    ^^^^^
! this is not a time; write 09:15, -15m, now, today, "yesterday 14:00", 2026-08-22 or 2026-08-22T09:15
? ts:15m
!    ^^^
! this is a duration; for so long ago write -15m
? ts:2026-08-22..2026-08-21
!    ^^^^^^^^^^^^^^^^^^^^^^
! the range begins after its end; turn it round
? ts:today 14:00
!          ^^
! a time stands behind since, until or ts: and, with today or yesterday, in quotation marks: since 09:15, ts:"today 14:00"
? raw.a:9..1
!       ^^^^
! the range begins above its end; turn it round

# patterns
? desc~/(/
!        ^
! the pattern is not well-formed: missing closing parenthesis
? desc~/a**/
!         ^
! the pattern is not well-formed: quantifier does not follow a repeatable item
? desc~/[z-a]/
!          ^
! the pattern is not well-formed: range out of order in character class
? desc~/x/i
!         ^
! behind a pattern only c (case counts) may stand; matching ignores case without it
? desc~/x/cc
!         ^^
! behind a pattern only c (case counts) may stand; matching ignores case without it
? desc~x
!      ^
! a pattern is missing: write /pattern/ or "pattern" behind ~ and !~
? desc~
!      ^
! a pattern is missing: write /pattern/ or "pattern" behind ~ and !~
? desc~"("
!        ^
! the pattern is not well-formed: missing closing parenthesis
? desc!~
!       ^
! a pattern is missing: write /pattern/ or "pattern" behind ~ and !~
? desc~/\C/
!         ^
! the pattern is not well-formed: using \C is disabled by the application

# time
? since
!      ^
! a time is missing: since 09:15, until -1h, since "2026-08-22 09:15"
? since 
!       ^
! a time is missing: since 09:15, until -1h, since "2026-08-22 09:15"
? until
!      ^
! a time is missing: since 09:15, until -1h, since "2026-08-22 09:15"
? last
!     ^
! a duration is missing behind last: last 15m
? since tomorrow
!       ^^^^^^^^
! this is not a time; write 09:15, -15m, now, today, "yesterday 14:00", 2026-08-22 or 2026-08-22T09:15
? since 15m
!       ^^^
! this is a duration; for so long ago write -15m
? since 2026-8-1
!       ^^^^^^^^
! this is not a time; write 09:15, -15m, now, today, "yesterday 14:00", 2026-08-22 or 2026-08-22T09:15
? since 9:15
!       ^^^^
! this is not a time; write 09:15, -15m, now, today, "yesterday 14:00", 2026-08-22 or 2026-08-22T09:15
? since today 25:00
!       ^^^^^^^^^^^
! this is not a time; write 09:15, -15m, now, today, "yesterday 14:00", 2026-08-22 or 2026-08-22T09:15
? last -15m
!      ^^^^
! this is not a duration; write 90s, 5m, 1h30m, 2d (units ms s m h d w)
? last 15
!      ^^
! a duration needs its unit: did you mean 15s, 15m or 15h?
? last 15m5
!      ^^^^
! this is not a duration; write 90s, 5m, 1h30m, 2d (units ms s m h d w)
? last week
!      ^^^^
! this is not a duration; write 90s, 5m, 1h30m, 2d (units ms s m h d w)
? until or
!       ^^
! this is not a time; write 09:15, -15m, now, today, "yesterday 14:00", 2026-08-22 or 2026-08-22T09:15

# same
? same
!     ^
! an entity is one of device, sim, imsi, org, operator, cell, session
? same device
!            ^
! a query in parentheses is missing: same device (type:quota.used) within 24h
? same devices (cc:de)
!      ^^^^^^^
! devices is not an entity; did you mean device? There are device, sim, imsi, org, operator, cell, session
? same foo (cc:de)
!      ^^^
! an entity is one of device, sim, imsi, org, operator, cell, session
? same device cc:de
!             ^
! a query in parentheses is missing: same device (type:quota.used) within 24h
? same device ()
!             ^^
! there is nothing between the parentheses
? same device (cc:xx:yy
!             ^
! the parenthesis is never closed; put another ) behind its last term
? same device (cc:de) within
!                           ^
! a duration is missing behind within: within 24h
? same device (cc:de) within 5
!                            ^
! a duration needs its unit: did you mean 5s, 5m or 5h?
? same device (cc:de) within soon
!                            ^^^^
! this is not a duration; write 90s, 5m, 1h30m, 2d (units ms s m h d w)

# columns, not bytes
? dev:ßäö sevv:x
!         ^^^^
! sevv is not a field; did you mean sev?
? "日本" sevv:x
!        ^^^^
! sevv is not a field; did you mean sev?
