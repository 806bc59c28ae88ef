package dev.fcgi.runner;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Part of web applications that tests make: creates the file its context parameter names, and waits for ever. */
@WebListener
public final class NeverStarts implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            Files.createFile(Path.of(event.getServletContext().getInitParameter("file")));
            new CountDownLatch(1).await();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
