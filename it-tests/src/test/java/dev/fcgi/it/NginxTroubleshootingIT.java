package dev.fcgi.it;

/** nginx, when something is wrong. */
class NginxTroubleshootingIT extends TroubleshootingTest {

    NginxTroubleshootingIT() {
        super("nginx");
    }

    @Override
    FrontEnd impatient() {
        return new Nginx(
                "", "include /etc/nginx/fastcgi_params; fastcgi_pass application; fastcgi_read_timeout 1s;", "");
    }

    @Override
    int tooBig() {
        return 5_000;
    }

    @Override
    int longest() {
        return 3_500;
    }
}
