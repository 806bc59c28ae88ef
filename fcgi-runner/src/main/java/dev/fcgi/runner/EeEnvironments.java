package dev.fcgi.runner;

import java.net.URLClassLoader;
import java.util.EnumMap;
import java.util.Map;
import org.eclipse.jetty.deploy.ContextHandlerFactory;
import org.eclipse.jetty.ee.webapp.WebAppClassLoading;
import org.eclipse.jetty.util.component.Environment;

/** Jetty's environments, made when first needed. They live as long as the process. */
final class EeEnvironments {
    private final Distribution distribution;
    private final Map<EeEnvironment, Environment> environments = new EnumMap<>(EeEnvironment.class);

    EeEnvironments(Distribution distribution) {
        this.distribution = distribution;
    }

    Environment get(EeEnvironment ee) {
        return environments.computeIfAbsent(ee, this::create);
    }

    private Environment create(EeEnvironment ee) {
        ClassLoader loader = new URLClassLoader(
                ee.id(), distribution.classPathOf(ee), getClass().getClassLoader());
        Environment environment = Environment.create(ee.id(), loader);
        environment.setAttribute(
                ContextHandlerFactory.DEFAULT_CONTEXT_HANDLER_CLASS_ATTRIBUTE, ee.contextHandlerClassName());
        // Naming looks object factories up in the web application's class loader.
        WebAppClassLoading.addHiddenClasses(environment, "-org.eclipse.jetty." + ee.id() + ".jndi.factories.");
        return environment;
    }
}
