package dev.fcgi.runner;

/** How much is logged to standard error, from least to most. */
enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE;

    /**
     * Sets the level before the first logger is made. A level given as a system property (such as
     * {@code -Dorg.eclipse.jetty.LEVEL=DEBUG}) stays.
     *
     * @param verbose whether stack traces are wanted
     */
    void apply(boolean verbose) {
        setUnlessGiven("ROOT.LEVEL", name());
        boolean quiet = compareTo(INFO) <= 0;
        // What Jetty has to say at INFO is of no interest to who only wants web applications served.
        setUnlessGiven("org.eclipse.jetty.LEVEL", (this == INFO ? WARN : this).name());
        if (quiet) {
            // One line for each class that two libraries of a web application have: hundreds.
            setUnlessGiven("org.eclipse.jetty.annotations.AnnotationParser.LEVEL", "ERROR");
            // Schemas that the JSP engine could only use to validate, which it does not.
            setUnlessGiven("org.apache.tomcat.util.descriptor.LEVEL", "ERROR");
        }
        if (quiet && !verbose) {
            silenceFailingStarts();
        }
    }

    /**
     * What fails the start of a web application is told by the command, in one line; these say the same before, with
     * stack traces.
     */
    private static void silenceFailingStarts() {
        setUnlessGiven("org.eclipse.jetty.xml.XmlParser.LEVEL", "OFF");
        for (EeEnvironment ee : EeEnvironment.values()) {
            String prefix = "org.eclipse.jetty." + ee.id();
            setUnlessGiven(prefix + ".servlet.BaseHolder.LEVEL", "ERROR");
            setUnlessGiven(prefix + ".webapp.Descriptor.LEVEL", "ERROR");
            setUnlessGiven(prefix + ".webapp.JettyWebXmlConfiguration.LEVEL", "ERROR");
            setUnlessGiven(prefix + ".webapp.WebAppContext.LEVEL", "ERROR");
        }
    }

    private static void setUnlessGiven(String property, String level) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, level);
        }
    }
}
