package dev.fcgi.it;

/** Secret, groups and variables of lighttpd. */
class LighttpdTrustIT extends TrustContract {

    @Override
    FrontEnd frontEnd(int members, int keyless) {
        return new LighttpdTrust(members, keyless);
    }
}
