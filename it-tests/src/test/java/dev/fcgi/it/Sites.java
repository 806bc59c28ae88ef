package dev.fcgi.it;

import java.io.IOException;

/**
 * The ports of one front end's sites, besides an open one, which differ in how clients are known.
 *
 * @param basic where passwords are checked
 * @param unnamed the same, but that the application is not told so
 * @param tls where a certificate may be shown, and must be one that is trusted
 * @param unverified where any may be shown
 */
record Sites(int basic, int unnamed, int tls, int unverified) {

    static Sites free() throws IOException {
        return new Sites(
                ListenAddress.freePortNumber(),
                ListenAddress.freePortNumber(),
                ListenAddress.freePortNumber(),
                ListenAddress.freePortNumber());
    }
}
