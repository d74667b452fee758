# profiles: the shipped ones, installed as they are; evmon.conf(5) says how they are written.
profilesdir = $(pkgdatadir)/profiles
dist_profiles_DATA = \
	profiles/everything.conf profiles/alerts-and-warnings.conf profiles/pdp-rejects.conf \
	profiles/attach-problems.conf profiles/quota.conf profiles/sim-and-device-changes.conf \
	profiles/users-and-security.conf profiles/billing-and-organisation.conf profiles/cloud-and-vpn.conf
