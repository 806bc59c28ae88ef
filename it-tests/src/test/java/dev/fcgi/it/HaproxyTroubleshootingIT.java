package dev.fcgi.it;

/** HAProxy, when something is wrong. */
class HaproxyTroubleshootingIT extends TroubleshootingTest {

    HaproxyTroubleshootingIT() {
        super("HAProxy");
    }

    @Override
    FrontEnd impatient() {
        return (HaproxyFrontEnd) (workspace, port, application) -> HaproxyFrontEnd.documented(
                        "haproxy/site.conf", workspace, application)
                .with(":80", "127.0.0.1:" + port)
                .with("backend myapp\n    use", "backend myapp\n    timeout server 1s\n    use")
                .text();
    }

    @Override
    int tooBig() {
        return 17_000;
    }

    @Override
    int longest() {
        return 14_000;
    }
}
