package org.prompttoprompt.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.prompttoprompt.Refusal;

/**
 * The way out of a network that lets nobody out directly: what Java's settings name (Fiji's <i>Edit &gt; Options &gt; Proxy
 * Settings</i> sets them), else what {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, as for other programs. Java's
 * client for HTTP knows no SOCKS: such a proxy of the environment is refused, and one of Java's settings is not used.
 */
final class Proxies extends ProxySelector {
    private static final Pattern SCHEME = Pattern.compile("^([^:/]*)://");

    private final Map<String, String> environment;

    Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI uri) {
        List<Proxy> set = ofJava(uri);
        if (!set.isEmpty()) return set;
        Optional<String> variable = isExcepted(uri.getHost()) ? Optional.empty() : variable(uri);
        variable.ifPresent(name -> requireHttp(name, uri));
        return List.of(variable.map(name -> new Proxy(Proxy.Type.HTTP, address(environment.get(name), name)))
                .orElse(Proxy.NO_PROXY));
    }

    /** Returns those that Java's settings name, if they name any that can be used. */
    private static List<Proxy> ofJava(URI uri) {
        return allOfJava(uri).filter(proxy -> proxy.type() == Proxy.Type.HTTP).toList();
    }

    private static Stream<Proxy> allOfJava(URI uri) {
        ProxySelector ofJava = ProxySelector.getDefault();
        return ofJava == null ? Stream.of() : ofJava.select(uri).stream();
    }

    /** Returns that a proxy of Java's settings is not used, as a sentence that follows others; nothing where all that are set can be. */
    static String unused(URI uri) {
        return ofJava(uri).isEmpty() && allOfJava(uri).anyMatch(proxy -> proxy.type() == Proxy.Type.SOCKS)
                ? " The SOCKS proxy of Java's settings (socksProxyHost) is not used: name an HTTP proxy."
                : "";
    }

    /** Refuses a proxy of another kind before anything is sent to it. */
    private void requireHttp(String variable, URI uri) {
        String named = environment.get(variable).strip();
        Matcher scheme = SCHEME.matcher(named);
        if (!scheme.find() || scheme.group(1).matches("(?i)https?")) return;
        boolean socks = scheme.group(1).matches("(?i)socks\\w*");
        throw new Refusal(variable + " in the environment names the proxy '" + shown(named) + "', which is "
                + (socks ? "a SOCKS proxy" : "none of HTTP")
                + ", and only HTTP proxies are spoken to here. Name one in "
                + written(uri.getScheme() + "_proxy") + " (http://proxy.example.org:8080), or, where "
                + uri.getHost() + " can be reached without one, name it in " + written("no_proxy")
                + "; or download the files in a browser (models add takes those of a model).");
    }

    /** Returns the variable of the environment that names one for an address, as it is written there. */
    private Optional<String> variable(URI uri) {
        return Stream.of(uri.getScheme() + "_proxy", "all_proxy")
                .filter(name -> !value(name).isEmpty())
                .map(this::written)
                .findFirst();
    }

    /** Returns what to look at where the proxy of an address does not answer, as a sentence goes on. */
    String cure(URI uri) {
        String by = ofJava(uri).isEmpty()
                ? variable(uri).map(name -> name + " in the environment").orElseThrow()
                : Stream.of(uri.getScheme() + ".proxyHost")
                                .filter(name -> System.getProperty(name) != null)
                                .findFirst()
                                .map(name -> name + ", a setting of Java")
                                .orElse("in the settings of the system")
                        + "; in Fiji Edit > Options > Proxy Settings...";
        return "look whether the proxy is named right (" + by + "), and whether this computer is online.";
    }

    /** Returns the proxy that an address is asked for through, as host:port, if there is one. */
    Optional<String> named(URI uri) {
        return select(uri).stream()
                .map(Proxy::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .map(address -> address.getHostString() + ":" + address.getPort())
                .findFirst();
    }

    private String value(String name) {
        return environment.getOrDefault(written(name), "").strip();
    }

    /** Returns how a name in small letters is written in the environment, where it may stand in capitals. */
    private String written(String name) {
        return environment.containsKey(name) ? name : name.toUpperCase(Locale.ROOT);
    }

    /** This computer is never asked for through a proxy. */
    private boolean isExcepted(String host) {
        if (host == null || host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]")) return true;
        for (String part : value("no_proxy").split("[,\\s]+")) {
            String name = part.replaceFirst("^\\*?\\.", "");
            if (part.equals("*") || !name.isEmpty() && (host.equals(name) || host.endsWith("." + name))) return true;
        }
        return false;
    }

    private static InetSocketAddress address(String value, String variable) {
        String named = value.strip();
        try {
            URI uri = URI.create(named.contains("://") ? named : "http://" + named);
            if (uri.getHost() == null) throw new IllegalArgumentException("no host");
            return InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    variable + " in the environment names the proxy '" + shown(named)
                            + "', which is no address: write it like http://proxy.example.org:8080.",
                    e);
        }
    }

    /** Returns it without a password, also where it has no scheme. */
    private static String shown(String named) {
        return named.contains("://")
                ? Links.shown(named)
                : Links.shown("//" + named).substring(2);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {
        // The request fails by itself.
    }
}
