using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Controllers.Namespaces;

/// <summary>Tells in a namespace's status what keeps it from going.</summary>
internal static class NamespaceConditions
{
    public static ValueList<NamespaceCondition> For(ValueList<NamespaceCondition> present, NamespaceRemains remains, DateTimeOffset now)
    {
        var resources = string.Join(", ", remains.Counts.Select(pair => $"{pair.Key.Resource}.{pair.Key.Group} has {pair.Value} resource instances").Order(StringComparer.Ordinal));
        var finalizers = string.Join(", ", remains.Finalizers.Select(pair => $"{pair.Key} in {pair.Value} resource instances").Order(StringComparer.Ordinal));
        var result = present;
        result = Set(result, now, "NamespaceDeletionDiscoveryFailure", remains.DiscoveryErrors.Count > 0, "DiscoveryFailed", "Discovery failed for some groups, " + string.Join(", ", remains.DiscoveryErrors), "ResourcesDiscovered", "All resources successfully discovered");
        result = Set(result, now, "NamespaceDeletionGroupVersionParsingFailure", false, "", "", "ParsedGroupVersions", "All legacy kube types successfully parsed");
        result = Set(result, now, "NamespaceDeletionContentFailure", remains.Errors.Count > 0, "ContentDeletionFailed", "Failed to delete all resource types, " + string.Join(", ", remains.Errors), "ContentDeleted", "All content successfully deleted, may be waiting on finalization");
        result = Set(result, now, "NamespaceContentRemaining", remains.Counts.Count > 0, "SomeResourcesRemain", "Some resources are remaining: " + resources, "ContentRemoved", "All content successfully removed");
        return Set(result, now, "NamespaceFinalizersRemaining", remains.Finalizers.Count > 0, "SomeFinalizersRemain", "Some content in the namespace has finalizers remaining: " + finalizers, "ContentHasNoFinalizers", "All content-preserving finalizers finished");
    }

    private static ValueList<NamespaceCondition> Set(ValueList<NamespaceCondition> present, DateTimeOffset now, string type, bool problem, string badReason, string badMessage, string goodReason, string goodMessage)
    {
        var status = problem ? "True" : "False";
        var condition = new NamespaceCondition { Type = type, Status = status, Reason = problem ? badReason : goodReason, Message = problem ? badMessage : goodMessage, LastTransitionTime = now };
        var items = present.ToList();
        var index = items.FindIndex(item => item.Type == type);
        if (index < 0)
        {
            items.Add(condition);
            return items.ToValueList();
        }

        if (items[index].Status == status && items[index].Message == condition.Message && items[index].Reason == condition.Reason) return present;
        items[index] = items[index].Status == status ? condition with { LastTransitionTime = items[index].LastTransitionTime } : condition;
        return items.ToValueList();
    }
}
