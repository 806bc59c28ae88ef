package dev.fcgi.it;

/** h2o, when something is wrong. */
class H2oTroubleshootingIT extends TroubleshootingTest {

    H2oTroubleshootingIT() {
        super("h2o");
    }

    @Override
    FrontEnd impatient() {
        return (H2oFrontEnd) (workspace, port, application) -> "fastcgi.timeout.io: 1000\n"
                + H2oFrontEnd.documented("h2o/site.conf", workspace, application)
                        .with("port: 80\n", "host: 127.0.0.1\n      port: " + port + "\n")
                        .text();
    }

    @Override
    int tooBig() {
        return 300_000;
    }

    @Override
    int longest() {
        return 64_000;
    }
}
