package dev.fcgi.it;

/** Secret, groups and variables of nginx. */
class NginxTrustIT extends TrustContract {

    @Override
    FrontEnd frontEnd(int members, int keyless) {
        return new NginxTrust(members, keyless);
    }
}
