package dev.fcgi.it;

/** mod_proxy_fcgi, when something is wrong. */
class ApacheTroubleshootingIT extends TroubleshootingTest {

    ApacheTroubleshootingIT() {
        super("Apache mod_proxy_fcgi");
    }

    @Override
    FrontEnd impatient() {
        ApacheFrontEnd patient = new Apache("apache/proxypass.conf");
        return (ApacheFrontEnd)
                (workspace, port, application) -> patient.sites(workspace, port, application) + "ProxyTimeout 1\n";
    }

    @Override
    int tooBig() {
        return 9_000;
    }

    @Override
    int longest() {
        return 8_000;
    }
}
