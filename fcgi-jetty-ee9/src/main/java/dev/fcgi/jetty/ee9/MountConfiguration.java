package dev.fcgi.jetty.ee9;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.eclipse.jetty.ee9.servlet.FilterHolder;
import org.eclipse.jetty.ee9.servlet.FilterMapping;
import org.eclipse.jetty.ee9.webapp.Configuration;
import org.eclipse.jetty.ee9.webapp.WebAppContext;

/**
 * Puts {@link MountFilter} before all filters of every web application, and {@link MountedDefaultFilter} behind them. Found by
 * ServiceLoader.
 */
public final class MountConfiguration implements Configuration {
    /** As Jetty's default descriptor calls it. */
    private static final String DEFAULT_SERVLET = "default";

    @Override
    public void preConfigure(WebAppContext context) {}

    @Override
    public void configure(WebAppContext context) {
        FilterMapping first = mapping(context, new MountFilter());
        first.setPathSpec("/*");
        context.getServletHandler().prependFilterMapping(first);
        FilterMapping last = mapping(context, new MountedDefaultFilter());
        last.setServletName(DEFAULT_SERVLET);
        context.getServletHandler().addFilterMapping(last);
    }

    private static FilterMapping mapping(WebAppContext context, Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setName(filter.getClass().getName());
        holder.setAsyncSupported(true);
        context.getServletHandler().addFilter(holder);
        FilterMapping mapping = new FilterMapping();
        mapping.setFilterName(holder.getName());
        mapping.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return mapping;
    }

    @Override
    public void postConfigure(WebAppContext context) {}

    @Override
    public void deconfigure(WebAppContext context) {}

    @Override
    public void destroy(WebAppContext context) {}

    @Override
    public boolean isEnabledByDefault() {
        return true;
    }

    @Override
    public boolean abort(WebAppContext context) {
        return false;
    }
}
