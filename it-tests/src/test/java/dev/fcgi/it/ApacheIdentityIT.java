package dev.fcgi.it;

import java.util.List;

/** Users and certificates behind Apache's mod_proxy_fcgi. */
class ApacheIdentityIT extends IdentityContract {

    ApacheIdentityIT() {
        super(Application.runner(true));
    }

    @Override
    FrontEnd frontEnd(Sites sites) {
        return new ApacheIdentity(sites);
    }

    /** mod_ssl sends all that the client has sent. */
    @Override
    public List<String> certificateChain() {
        return List.of(Certificates.CLIENT, Certificates.AUTHORITY);
    }
}
