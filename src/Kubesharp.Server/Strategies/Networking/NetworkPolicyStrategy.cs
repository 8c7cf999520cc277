using System.Net;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Networking;

internal sealed class NetworkPolicyStrategy : ResourceStrategy<NetworkPolicy>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly TableColumn[] Columns = [Cells.Name, new("Pod-Selector", Description: "Pods the policy is for."), Cells.Age];

    public override bool TracksGeneration => true;

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override NetworkPolicy Default(NetworkPolicy value)
    {
        var spec = value.Spec;
        var ingress = spec.Ingress.Map(static rule => rule.Ports.Map(Port) is var ports && ports.IsSame(rule.Ports) ? rule : rule with { Ports = rule.Ports.Map(Port) });
        var egress = spec.Egress.Map(static rule => rule.Ports.Map(Port) is var ports && ports.IsSame(rule.Ports) ? rule : rule with { Ports = rule.Ports.Map(Port) });
        var types = spec.PolicyTypes.Count > 0 ? spec.PolicyTypes : spec.Egress.Count > 0 ? [PolicyType.Ingress, PolicyType.Egress] : [PolicyType.Ingress];
        return ingress.IsSame(spec.Ingress) && egress.IsSame(spec.Egress) && types.IsSame(spec.PolicyTypes) ? value : value with { Spec = spec with { Ingress = ingress, Egress = egress, PolicyTypes = types } };
    }

    protected internal override void Validate(NetworkPolicy value, ErrorList errors, RequestContext context)
    {
        var spec = value.Spec;
        LabelSelectorValidator.Selector(spec.PodSelector, Spec.Child("podSelector"), errors);
        for (var i = 0; i < spec.Ingress.Count; i++)
        {
            var place = Spec.Child("ingress").Index(i);
            for (var j = 0; j < spec.Ingress[i].Ports.Count; j++) Port(spec.Ingress[i].Ports[j], place.Child("ports").Index(j), errors);
            for (var j = 0; j < spec.Ingress[i].From.Count; j++) Peer(spec.Ingress[i].From[j], place.Child("from").Index(j), errors);
        }

        for (var i = 0; i < spec.Egress.Count; i++)
        {
            var place = Spec.Child("egress").Index(i);
            for (var j = 0; j < spec.Egress[i].Ports.Count; j++) Port(spec.Egress[i].Ports[j], place.Child("ports").Index(j), errors);
            for (var j = 0; j < spec.Egress[i].To.Count; j++) Peer(spec.Egress[i].To[j], place.Child("to").Index(j), errors);
        }

        if (spec.PolicyTypes.Count > 2) errors.Invalid(Spec.Child("policyTypes"), spec.PolicyTypes, "may not specify more than two policyTypes");
        for (var i = 0; i < spec.PolicyTypes.Count; i++)
        {
            if (spec.PolicyTypes[i] is not (PolicyType.Ingress or PolicyType.Egress)) errors.NotSupported(Spec.Child("policyTypes").Index(i), spec.PolicyTypes[i], PolicyType.Egress, PolicyType.Ingress);
        }
    }

    protected internal override void WriteRow(NetworkPolicy value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(Cells.SelectorText(value.Spec.PodSelector));
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static NetworkPolicyPort Port(NetworkPolicyPort port) => port.Protocol is null ? port with { Protocol = Protocol.TCP } : port;

    private static void Port(NetworkPolicyPort port, FieldPath path, ErrorList errors)
    {
        Check.OptionalOneOf(errors, path, "protocol", port.Protocol, Protocol.SCTP, Protocol.TCP, Protocol.UDP);
        if (port.Port is not { } number)
        {
            if (port.EndPort is not null) errors.Required(path.Child("port"), "must be specified if `endPort` is specified");
            return;
        }

        var problems = number.IsString ? Names.PortName(number.Text) : Names.PortNumber(number.Number);
        if (problems.Length > 0) errors.Invalid(path.Child("port"), number, problems);
        if (port.EndPort is not { } end) return;
        if (number.IsString) errors.Invalid(path.Child("endPort"), end, "may not be specified when `port` is non-numeric");
        else if (end < number.Number) errors.Invalid(path.Child("endPort"), end, "must be greater than or equal to `port`");
        Check.Rule(errors, path, "endPort", end, Names.PortNumber(end));
    }

    private static void Peer(NetworkPolicyPeer peer, FieldPath path, ErrorList errors)
    {
        LabelSelectorValidator.Selector(peer.PodSelector, path.Child("podSelector"), errors);
        LabelSelectorValidator.Selector(peer.NamespaceSelector, path.Child("namespaceSelector"), errors);
        if (peer is { PodSelector: null, NamespaceSelector: null, IpBlock: null }) errors.Required(path, "must specify a peer");
        if (peer.IpBlock is not { } block) return;
        if (peer.PodSelector is not null || peer.NamespaceSelector is not null) errors.Forbidden(path, "may not specify both ipBlock and another peer");
        if (block.Cidr.Length == 0) errors.Required(path.Child("ipBlock", "cidr"));
        else Check.Rule(errors, path.Child("ipBlock"), "cidr", block.Cidr, Addresses.Cidr(block.Cidr));
        for (var i = 0; i < block.Except.Count; i++)
        {
            var place = path.Child("ipBlock", "except").Index(i);
            if (Addresses.Cidr(block.Except[i]) is { Length: > 0 } bad) errors.Invalid(place, block.Except[i], bad);
            else if (IPNetwork.TryParse(block.Cidr, out var whole) && IPNetwork.TryParse(block.Except[i], out var part) && !(whole.PrefixLength < part.PrefixLength && whole.Contains(part.BaseAddress)))
                errors.Invalid(place, block.Except[i], "must be a strict subset of `cidr`");
        }
    }
}
