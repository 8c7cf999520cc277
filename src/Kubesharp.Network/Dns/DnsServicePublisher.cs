using System.Net;
using System.Net.Sockets;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Discovery.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;
using Microsoft.Extensions.Logging;

namespace Kubesharp.Network.Dns;

/// <summary>
/// Keeps the DNS Service that users and pods expect. It has no selector: its endpoints are the servers inside Kubesharp, each of
/// which keeps an EndpointSlice of its own. A Service with a selector is somebody's own DNS and is left alone.
/// </summary>
internal sealed partial class DnsServicePublisher(KubernetesClient client, ClusterDnsOptions options, IPEndPoint listen, ILogger<DnsServicePublisher> logger)
{
    private const string Namespace = "kube-system";
    private const string Name = "kube-dns";
    private const string Manager = "cluster-dns.kubesharp.io";

    /// <summary>Makes the Service and the EndpointSlice what they should be.</summary>
    /// <exception cref="StatusException">The API server refused; trying again later may help.</exception>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        var services = client.For<Service>();
        var service = await services.TryGetAsync(Namespace, Name, cancellationToken);
        if (service is null)
        {
            service = await services.CreateAsync(WantedService(), cancellationToken);
            Log.Created(logger, options.ServiceIP);
        }

        if (service.Spec.Selector.Count > 0)
        {
            Log.Foreign(logger);
            return;
        }

        var slices = client.For<EndpointSlice>();
        var wanted = WantedSlice(service);
        var slice = await slices.TryGetAsync(Namespace, wanted.Metadata.Name, cancellationToken);
        if (slice is null)
        {
            await slices.CreateAsync(wanted, cancellationToken);
        }
        else if (slice.AddressType != wanted.AddressType)
        {
            // The one field of a slice that cannot be changed.
            await slices.DeleteAsync(Namespace, slice.Metadata.Name, cancellationToken);
            await slices.CreateAsync(wanted, cancellationToken);
        }
        else if (slice.Endpoints != wanted.Endpoints || slice.Ports != wanted.Ports || slice.Metadata.OwnerReferences != wanted.Metadata.OwnerReferences)
        {
            await slices.UpdateAsync(wanted with { Metadata = wanted.Metadata with { ResourceVersion = slice.Metadata.ResourceVersion } }, cancellationToken);
        }
    }

    private Service WantedService() => new()
    {
        Metadata = new ObjectMeta
        {
            Namespace = Namespace,
            Name = Name,
            Labels = new Dictionary<string, string>
            {
                ["k8s-app"] = Name,
                ["kubernetes.io/cluster-service"] = "true",
                ["kubernetes.io/name"] = "CoreDNS",
            }.ToValueMap(),
        },
        Spec = new ServiceSpec
        {
            ClusterIP = options.ServiceIP.ToString(),
            ClusterIPs = [options.ServiceIP.ToString()],
            Ports =
            [
                new ServicePort { Name = "dns", Port = 53, Protocol = Protocol.UDP, TargetPort = listen.Port },
                new ServicePort { Name = "dns-tcp", Port = 53, Protocol = Protocol.TCP, TargetPort = listen.Port },
            ],
        },
    };

    private EndpointSlice WantedSlice(Service service) => new()
    {
        Metadata = new ObjectMeta
        {
            Namespace = Namespace,
            Name = $"{Name}-{options.NodeName}",
            Labels = new Dictionary<string, string>
            {
                [WellKnownLabels.ServiceName] = Name,
                [WellKnownLabels.EndpointSliceManagedBy] = Manager,
            }.ToValueMap(),
            OwnerReferences =
            [
                new OwnerReference { ApiVersion = "v1", Kind = "Service", Name = Name, Uid = service.Metadata.Uid, Controller = true, BlockOwnerDeletion = true },
            ],
        },
        AddressType = listen.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4",
        Endpoints =
        [
            new Endpoint
            {
                Addresses = [listen.Address.ToString()],
                Conditions = new EndpointConditions { Ready = true, Serving = true, Terminating = false },
                NodeName = options.NodeName,
            },
        ],
        Ports =
        [
            new Api.Discovery.V1.EndpointPort { Name = "dns", Port = listen.Port, Protocol = Protocol.UDP },
            new Api.Discovery.V1.EndpointPort { Name = "dns-tcp", Port = listen.Port, Protocol = Protocol.TCP },
        ],
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Created the Service kube-system/kube-dns at {Address}")]
        public static partial void Created(ILogger logger, IPAddress address);

        [LoggerMessage(2, LogLevel.Information, "The Service kube-system/kube-dns selects pods of its own and is left alone")]
        public static partial void Foreign(ILogger logger);
    }
}
