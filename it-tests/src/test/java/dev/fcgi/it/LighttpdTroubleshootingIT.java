package dev.fcgi.it;

/** lighttpd, when something is wrong. */
class LighttpdTroubleshootingIT extends TroubleshootingTest {

    LighttpdTroubleshootingIT() {
        super("lighttpd");
    }

    @Override
    FrontEnd impatient() {
        return new Lighttpd(
                "lighttpd/fastcgi.conf",
                block -> block.with("\"check-local\"", "\"read-timeout\" => 1,\n\"check-local\""));
    }

    @Override
    int tooBig() {
        return 70_000;
    }

    @Override
    int longest() {
        return 64_000;
    }
}
