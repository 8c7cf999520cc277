using System.Net;
using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Controllers.Endpoints;

/// <summary>What pods offer to a Service: rules that EndpointSlices and Endpoints share.</summary>
internal static class ServiceEndpoints
{
    public const string HeadlessLabel = "service.kubernetes.io/headless";

    /// <summary>A pod with an address that has not finished; one on its way out only where that is asked for.</summary>
    public static bool MayServe(Pod pod, bool includeTerminating) =>
        !pod.IsTerminal() && pod.Status.PodIP.Length > 0 && (includeTerminating || !pod.IsTerminating());

    /// <summary>The pod's address of an IP family; null when it has none.</summary>
    public static string? AddressOf(Pod pod, string addressType)
    {
        foreach (var ip in pod.Status.PodIPs)
        {
            if (IsFamily(ip.Ip, addressType)) return ip.Ip;
        }

        return pod.Status.PodIPs.Count == 0 && IsFamily(pod.Status.PodIP, addressType) ? pod.Status.PodIP : null;
    }

    /// <summary>The number a Service port has on this pod; null when the pod has no port of that name.</summary>
    public static int? TargetPort(Pod pod, ServicePort port)
    {
        if (!port.TargetPort.IsString) return port.TargetPort.Number == 0 ? port.Port : port.TargetPort.Number;
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(container => container.IsRestartableInit())))
        {
            foreach (var candidate in container.Ports)
            {
                if (candidate.Name == port.TargetPort.Text && Protocol(candidate.Protocol) == Protocol(port.Protocol)) return candidate.Port;
            }
        }

        return null;
    }

    public static string Protocol(string protocol) => protocol.Length == 0 ? Api.Core.V1.Protocol.TCP : protocol;

    public static ObjectReference Reference(Pod pod) => new() { Kind = Pod.Gvk.Kind, Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid };

    /// <summary>The DNS name part of the pod within the Service's domain; null when it asks for none there.</summary>
    public static string? HostnameOf(Pod pod, Service service) =>
        pod.Spec.Hostname.Length > 0 && pod.Spec.Subdomain == service.Metadata.Name && service.Metadata.Namespace == pod.Metadata.Namespace ? pod.Spec.Hostname : null;

    public static bool IsHeadless(Service service) => service.Spec.ClusterIP == "None";

    public static ValueMap<string> WithHeadless(ValueMap<string> labels, Service service) => IsHeadless(service) ? labels.Set(HeadlessLabel, "") : labels;

    private static bool IsFamily(string ip, string addressType) => IPAddress.TryParse(ip, out var address) &&
        address.AddressFamily == (addressType == "IPv6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
}
