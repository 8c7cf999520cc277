using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks nodes.</summary>
internal static class NodeValidator
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");
    private static readonly FieldPath Status = FieldPath.Of("status");

    public static void Validate(Node node, ErrorList errors)
    {
        Taints(node.Spec.Taints, Spec.Child("taints"), errors);
        Resources(node.Status, errors);
        for (var i = 0; i < node.Spec.PodCIDRs.Count; i++)
        {
            if (Addresses.Cidr(node.Spec.PodCIDRs[i]) is { Length: > 0 } bad) errors.Invalid(Spec.Child("podCIDRs").Index(i), node.Spec.PodCIDRs[i], bad);
        }

        if (node.Spec.PodCIDRs.Count < 2) return;
        if (node.Spec.PodCIDRs.Count > 2 || node.Spec.PodCIDRs[0].Contains(':') == node.Spec.PodCIDRs[1].Contains(':'))
        {
            errors.Invalid(Spec.Child("podCIDRs"), node.Spec.PodCIDRs, "may specify no more than one CIDR for each IP family");
        }
    }

    public static void ValidateUpdate(Node node, Node old, ErrorList errors)
    {
        Resources(node.Status, errors);
        UniqueAddresses(node.Status, errors);
        if (old.Spec.PodCIDRs.Count > 0 && node.Spec.PodCIDRs != old.Spec.PodCIDRs)
        {
            errors.Forbidden(Spec.Child("podCIDRs"), "node updates may not change podCIDR except from \"\" to valid");
        }

        if (old.Spec.ProviderID.Length > 0 && node.Spec.ProviderID != old.Spec.ProviderID)
        {
            errors.Forbidden(Spec.Child("providerID"), "node updates may not change providerID except from \"\" to valid");
        }

        if (node.Spec.Taints != old.Spec.Taints) Taints(node.Spec.Taints, Spec.Child("taints"), errors);
    }

    public static void Taints(ValueList<Taint> taints, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < taints.Count; i++)
        {
            var taint = taints[i];
            var place = path.Index(i);
            Check.Rule(errors, place, "key", taint.Key, Names.QualifiedName(taint.Key));
            if (Names.LabelValue(taint.Value) is { Length: > 0 } bad) errors.Invalid(place.Child("value"), taint.Value, string.Join(';', bad));
            AffinityValidator.TaintEffectValue(taint.Effect, place.Child("effect"), errors, allowEmpty: false);
            for (var j = 0; j < i; j++)
            {
                if (!taints[j].Matches(taint)) continue;
                var shown = $"{{\"Key\":{GoText.Quote(taint.Key)},\"Value\":{GoText.Quote(taint.Value)},\"Effect\":{GoText.Quote(taint.Effect)},\"TimeAdded\":{Time(taint)}}}";
                errors.Add(new FieldError(CauseType.FieldValueDuplicate, place.ToString(), $"Duplicate value: {shown}: taints must be unique by key and effect pair"));
                break;
            }
        }
    }

    private static string Time(Taint taint) => taint.TimeAdded is { } time ? $"\"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\"" : "null";

    private static void Resources(NodeStatus status, ErrorList errors)
    {
        foreach (var (name, amount) in status.Capacity) Amount(name, amount, "capacity", errors);
        if (status.Allocatable.IsSame(status.Capacity)) return;
        foreach (var (name, amount) in status.Allocatable) Amount(name, amount, "allocatable", errors);
    }

    private static void Amount(string name, Quantity amount, string field, ErrorList errors)
    {
        var wholeNumber = !ResourceNames.IsInteger(name) || !ResourceNames.HasFraction(amount);
        if (amount.Sign >= 0 && wholeNumber) return;
        ResourceValidator.Amount(name, amount, Status.Child(field).Key(name), errors);
    }

    private static void UniqueAddresses(NodeStatus status, ErrorList errors)
    {
        for (var i = 1; i < status.Addresses.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (status.Addresses[i] != status.Addresses[j]) continue;
                var address = status.Addresses[i];
                errors.Duplicate(Status.Child("addresses").Index(i), BadValue.Json($"{{\"Type\":{GoText.Quote(address.Type)},\"Address\":{GoText.Quote(address.Address)}}}"));
                break;
            }
        }
    }
}
