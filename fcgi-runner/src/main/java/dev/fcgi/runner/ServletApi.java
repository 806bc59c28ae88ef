package dev.fcgi.runner;

/** The two names of the Servlet API. */
enum ServletApi {
    /** Java EE: up to Servlet 4.0. */
    JAVAX(EeEnvironment.EE8),
    /** Jakarta EE: since Servlet 5.0. */
    JAKARTA(EeEnvironment.EE11);

    private final EeEnvironment environment;

    ServletApi(EeEnvironment environment) {
        this.environment = environment;
    }

    /** {@return the newest environment that has it} */
    EeEnvironment environment() {
        return environment;
    }
}
