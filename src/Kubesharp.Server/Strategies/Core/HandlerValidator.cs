using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks probes and lifecycle hooks.</summary>
internal static class HandlerValidator
{
    public static void Probe(Probe probe, long gracePeriod, FieldPath path, ErrorList errors, bool liveness, bool startup = false)
    {
        Handler(probe.Handler.Exec, probe.Handler.HttpGet, probe.Handler.TcpSocket, probe.Handler.Grpc, null, gracePeriod, path, errors);
        Check.NonNegative(errors, path, "initialDelaySeconds", probe.InitialDelaySeconds);
        Check.NonNegative(errors, path, "timeoutSeconds", probe.TimeoutSeconds);
        Check.NonNegative(errors, path, "periodSeconds", probe.PeriodSeconds);
        Check.NonNegative(errors, path, "successThreshold", probe.SuccessThreshold);
        Check.NonNegative(errors, path, "failureThreshold", probe.FailureThreshold);
        if (probe.TerminationGracePeriodSeconds is { } seconds)
        {
            if (seconds <= 0) errors.Invalid(path.Child("terminationGracePeriodSeconds"), seconds, "must be greater than 0");
            if (!liveness && !startup) errors.Invalid(path.Child("terminationGracePeriodSeconds"), seconds, "must not be set for readinessProbes");
        }

        if ((liveness || startup) && probe.SuccessThreshold != 1) errors.Invalid(path.Child("successThreshold"), probe.SuccessThreshold, "must be 1");
    }

    public static void Lifecycle(Lifecycle lifecycle, long gracePeriod, PodOS? os, FieldPath path, ErrorList errors)
    {
        if (lifecycle.PostStart is { } start) Handler(start.Exec, start.HttpGet, start.TcpSocket, null, start.Sleep, gracePeriod, path.Child("postStart"), errors);
        if (lifecycle.PreStop is { } stop) Handler(stop.Exec, stop.HttpGet, stop.TcpSocket, null, stop.Sleep, gracePeriod, path.Child("preStop"), errors);
        if (lifecycle.StopSignal is { } signal && os is null) errors.Forbidden(path.Child("stopSignal"), $"may not be set for containers with empty `spec.os.name`");
        else if (lifecycle.StopSignal is { Length: > 0 } windows && os!.Name == OSName.Windows && windows is not (Signals.SIGKILL or Signals.SIGTERM))
        {
            errors.NotSupported(path.Child("stopSignal"), windows, Signals.SIGKILL, Signals.SIGTERM);
        }
    }

    private static void Handler(
        ExecAction? exec, HTTPGetAction? http, TCPSocketAction? tcp, GRPCAction? grpc, SleepAction? sleep, long gracePeriod, FieldPath path, ErrorList errors)
    {
        var handlers = 0;
        if (exec is not null && IsFirst(path, "exec", ref handlers, errors) && exec.Command.Count == 0) errors.Required(path.Child("exec", "command"));
        if (http is not null && IsFirst(path, "httpGet", ref handlers, errors)) Http(http, path.Child("httpGet"), errors);
        if (tcp is not null && IsFirst(path, "tcpSocket", ref handlers, errors)) Port(tcp.Port, path.Child("tcpSocket", "port"), errors);
        if (grpc is not null && IsFirst(path, "grpc", ref handlers, errors)) Check.Rule(errors, path.Child("grpc"), "port", grpc.Port, Names.PortNumber(grpc.Port));
        if (sleep is not null && IsFirst(path, "sleep", ref handlers, errors) && (sleep.Seconds < 0 || sleep.Seconds > gracePeriod))
        {
            errors.Invalid(path.Child("sleep"), sleep.Seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({gracePeriod})");
        }

        if (handlers == 0) errors.Required(path, "must specify a handler type");
    }

    private static bool IsFirst(FieldPath path, string name, ref int handlers, ErrorList errors)
    {
        if (handlers++ == 0) return true;
        errors.Forbidden(path.Child(name), "may not specify more than 1 handler type");
        return false;
    }

    private static void Http(HTTPGetAction http, FieldPath path, ErrorList errors)
    {
        if (http.Path.Length == 0) errors.Required(path.Child("path"));
        Port(http.Port, path, errors, "port");
        if (http.Scheme is not (URIScheme.HTTP or URIScheme.HTTPS)) errors.NotSupported(path.Child("scheme"), http.Scheme, URIScheme.HTTP, URIScheme.HTTPS);
        foreach (var header in http.HttpHeaders) Check.Rule(errors, path, "httpHeaders", header.Name, Names.HttpHeaderName(header.Name));
    }

    private static void Port(IntOrString port, FieldPath path, ErrorList errors, string? field = null)
    {
        var problems = port.IsString ? Names.PortName(port.Text) : Names.PortNumber(port.Number);
        if (problems.Length > 0) errors.Invalid(field is null ? path : path.Child(field), port, problems);
    }
}
