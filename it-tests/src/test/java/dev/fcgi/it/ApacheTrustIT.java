package dev.fcgi.it;

/** Secret, groups and variables of Apache's mod_proxy_fcgi. */
class ApacheTrustIT extends TrustContract {

    @Override
    FrontEnd frontEnd(int members, int keyless) {
        return new ApacheTrust(members, keyless);
    }
}
