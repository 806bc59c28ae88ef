package dev.fcgi.it;

/** Caddy, when something is wrong. */
class CaddyTroubleshootingIT extends TroubleshootingTest {

    CaddyTroubleshootingIT() {
        super("Caddy");
    }

    @Override
    FrontEnd impatient() {
        return (CaddyFrontEnd)
                (workspace, port, application) -> CaddyFrontEnd.documented("caddy/site.conf", workspace, application)
                        .with(":80", ":" + port)
                        .with("transport fastcgi\n", "transport fastcgi {\n read_timeout 1s\n }\n")
                        .text();
    }

    @Override
    int tooBig() {
        return 2_000_000;
    }

    @Override
    int longest() {
        return 300_000;
    }
}
