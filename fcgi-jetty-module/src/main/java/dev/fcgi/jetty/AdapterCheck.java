package dev.fcgi.jetty;

import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.component.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns, when it is started, of environments whose class loader lacks what their web applications need. The modules of
 * {@code start.jar} cannot bring it along with an environment.
 */
public final class AdapterCheck extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(AdapterCheck.class);

    /** Makes a bean for a server. */
    public AdapterCheck() {}

    @Override
    protected void doStart() throws Exception {
        for (Environment environment : Environment.getAll()) {
            String name = environment.getName();
            if (name.matches("ee(8|9|10|11)") && lacksAdapter(environment)) {
                LOG.warn(
                        "Environment {} has no adapter for FastCGI: its web applications see no mount{}; add the module"
                                + " fastcgi-{}",
                        name,
                        name.matches("ee[89]") ? ", and not who the user is" : "",
                        name);
            }
        }
        super.doStart();
    }

    private static boolean lacksAdapter(Environment environment) {
        String adapter = "dev/fcgi/jetty/" + environment.getName() + "/MountConfiguration.class";
        return environment.getClassLoader().getResource(adapter) == null;
    }
}
