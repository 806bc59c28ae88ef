package dev.fcgi.jetty;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyAttributes;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * How often a property is tried, and from which seed: the same in each run, unless the system properties
 * {@code fcgi.model.tries} and {@code fcgi.model.seed} say otherwise.
 */
final class ModelRun implements AroundPropertyHook {
    private static final int TRIES = 100;

    private static int tries() {
        return Integer.getInteger("fcgi.model.tries", TRIES);
    }

    /** {@return whether enough is tried for everything to happen} */
    static boolean isFull() {
        return tries() >= TRIES;
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyAttributes attributes = context.attributes();
        attributes.setTries(tries());
        long seed = Long.getLong("fcgi.model.seed", 19960429);
        attributes.setSeed(Long.toString(seed + context.label().hashCode()));
        return property.execute();
    }
}
