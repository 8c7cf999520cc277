using Kubesharp.Api;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Networking;

internal sealed class IngressStrategy : ResourceStrategy<Ingress>
{
    private const int ShownHosts = 3;
    private const string ClassAnnotation = "kubernetes.io/ingress.class";
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly string[] BadPathParts = ["//", "/./", "/../", "%2f", "%2F"];
    private static readonly string[] BadPathEnds = ["/..", "/."];

    private static readonly TableColumn[] Columns =
    [
        Cells.Name, new("Class", Description: "Who serves it."), new("Hosts", Description: "Hosts of the rules."), new("Address", Description: "Where it is served."), new("Ports", Description: "Ports it is served on."), Cells.Age,
    ];

    public override bool HasStatus => true;

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override Ingress CopyStatus(Ingress to, Ingress from) => to with { Status = from.Status };

    protected internal override void Validate(Ingress value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        if (spec.Rules.Count == 0 && spec.DefaultBackend is null) errors.Invalid(Spec, Check.Show(spec), "either `defaultBackend` or `rules` must be specified");
        if (spec.DefaultBackend is { } backend) Backend(backend, Spec.Child("defaultBackend"), errors);
        for (var i = 0; i < spec.Rules.Count; i++) Rule(spec.Rules[i], Spec.Child("rules").Index(i), errors);
        for (var i = 0; i < spec.Tls.Count; i++)
        {
            var place = Spec.Child("tls").Index(i);
            for (var j = 0; j < spec.Tls[i].Hosts.Count; j++)
            {
                var host = spec.Tls[i].Hosts[j];
                if (Host(host) is { Length: > 0 } bad) errors.Invalid(place.Child("hosts").Index(j), host, bad);
            }

            if (spec.Tls[i].SecretName.Length > 0) Check.Rule(errors, place, "secretName", spec.Tls[i].SecretName, Names.Dns1123Subdomain(spec.Tls[i].SecretName));
        }

        if (spec.IngressClassName is { } name) Check.Rule(errors, Spec, "ingressClassName", name, Names.Dns1123Subdomain(name));
        if (spec.IngressClassName is not null && value.Metadata.CreationTimestamp == default && value.Metadata.Annotations.TryGetValue(ClassAnnotation, out var annotation) && annotation != spec.IngressClassName)
        {
            errors.Invalid(FieldPath.Of("metadata", "annotations").Child(ClassAnnotation), annotation, "must match `ingressClassName` when both are specified");
        }
    }

    protected internal override void Warn(Ingress value, Ingress? old, RequestContext context)
    {
        const string OldClass = "kubernetes.io/ingress.class";
        if (old is null && value.Metadata.Annotations.ContainsKey(OldClass)) context.Warn($"annotation \"{OldClass}\" is deprecated, please use 'spec.ingressClassName' instead");
    }

    protected internal override void WriteRow(Ingress value, TableRowBuilder row)
    {
        var addresses = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var one in value.Status.LoadBalancer.Ingress) addresses.Add(one.Ip.Length > 0 ? one.Ip : one.Hostname);
        row.Text(value.Metadata.Name);
        row.Text(Cells.OrNone(value.Spec.IngressClassName));
        row.Text(Cells.First([.. value.Spec.Rules.Where(rule => rule.Host.Length > 0).Select(rule => rule.Host)], ShownHosts, "*"));
        row.Text(string.Join(',', addresses.Where(address => address.Length > 0)));
        row.Text(value.Spec.Tls.Count > 0 ? "80, 443" : "80");
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static string[] Host(string host) => host.Contains('*') ? Names.WildcardDns1123Subdomain(host) : Names.Dns1123Subdomain(host);

    private static void Rule(IngressRule rule, FieldPath path, ErrorList errors)
    {
        if (rule.Host.Length > 0)
        {
            if (Addresses.TryParse(rule.Host, out _)) errors.Invalid(path.Child("host"), rule.Host, "must be a DNS name, not an IP address");
            Check.Rule(errors, path, "host", rule.Host, Host(rule.Host));
        }

        if (rule.IngressRuleValue.Http is not { } http) return;
        var paths = path.Child("http", "paths");
        if (http.Paths.Count == 0) errors.Required(paths);
        for (var i = 0; i < http.Paths.Count; i++) HttpPath(http.Paths[i], paths.Index(i), errors);
    }

    private static void HttpPath(HTTPIngressPath one, FieldPath path, ErrorList errors)
    {
        if (one.PathType is null)
        {
            errors.Required(path.Child("pathType"), "pathType must be specified");
        }
        else if (one.PathType is PathType.Exact or PathType.Prefix)
        {
            if (!one.Path.StartsWith('/')) errors.Invalid(path.Child("path"), one.Path, "must be an absolute path");
            foreach (var bad in BadPathParts)
            {
                if (one.Path.Contains(bad, StringComparison.Ordinal)) errors.Invalid(path.Child("path"), one.Path, $"must not contain '{bad}'");
            }

            foreach (var bad in BadPathEnds)
            {
                if (one.Path.EndsWith(bad, StringComparison.Ordinal)) errors.Invalid(path.Child("path"), one.Path, $"cannot end with '{bad}'");
            }
        }
        else if (one.PathType == PathType.ImplementationSpecific)
        {
            if (one.Path.Length > 0 && !one.Path.StartsWith('/')) errors.Invalid(path.Child("path"), one.Path, "must be an absolute path");
        }
        else
        {
            errors.NotSupported(path.Child("pathType"), one.PathType, PathType.Exact, PathType.ImplementationSpecific, PathType.Prefix);
        }

        Backend(one.Backend, path.Child("backend"), errors);
    }

    private static void Backend(IngressBackend backend, FieldPath path, ErrorList errors)
    {
        if (backend is { Resource: not null, Service: not null })
        {
            errors.Invalid(path, "", "cannot set both resource and service backends");
            return;
        }

        if (backend.Service is not { } service)
        {
            if (backend.Resource is not { } resource)
            {
                errors.Required(path, "resource or service backend is required");
                return;
            }

            if (resource.ApiGroup is { } group) Check.Rule(errors, path.Child("resource"), "apiGroup", group, Names.Dns1123Subdomain(group));
            Check.Segment(errors, path.Child("resource"), "kind", resource.Kind);
            Check.Segment(errors, path.Child("resource"), "name", resource.Name);
            return;
        }

        if (service.Name.Length == 0) errors.Required(path.Child("service", "name"));
        else Check.Rule(errors, path.Child("service"), "name", service.Name, Names.Dns1035Label(service.Name));
        var port = path.Child("service", "port");
        if (service.Port is { Name: not "", Number: not 0 }) errors.Invalid(path, "", "cannot set both port name & port number");
        else if (service.Port.Name.Length > 0) Check.Rule(errors, port, "name", service.Port.Name, Names.PortName(service.Port.Name));
        else if (service.Port.Number == 0) errors.Required(path, "port name or number is required");
        else Check.Rule(errors, port, "number", service.Port.Number, Names.PortNumber(service.Port.Number));
    }
}
