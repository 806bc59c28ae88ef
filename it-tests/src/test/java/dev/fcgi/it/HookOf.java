package dev.fcgi.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An expectation of these scenarios of the contract that a web server may override, and then says why with {@link Differs}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface HookOf {

    String[] value();
}
