using Kubesharp.Api;
using Kubesharp.Api.Rbac.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;

namespace Kubesharp.Server.Strategies.Rbac;

/// <summary>Defaults, checks and cells that the four kinds of RBAC share.</summary>
internal static class RbacValidator
{
    public const string Group = "rbac.authorization.k8s.io";

    public static TableColumn[] BindingColumns { get; } =
    [
        Cells.Name, new("Role", Description: "Role that is granted."), Cells.Age, new("Users", Description: "Users it is granted to.", Priority: 1), new("Groups", Description: "Groups it is granted to.", Priority: 1),
        new("ServiceAccounts", Description: "Service accounts it is granted to.", Priority: 1),
    ];

    public static RoleRef Default(RoleRef role) => role.ApiGroup.Length > 0 ? role : role with { ApiGroup = Group };

    public static Subject Default(Subject subject) =>
        subject is { ApiGroup: "", Kind: "User" or "Group" } ? subject with { ApiGroup = Group } : subject;

    public static void Rules(ValueList<PolicyRule> rules, bool namespaced, ErrorList errors)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            var place = FieldPath.Of("rules").Index(i);
            if (rule.Verbs.Count == 0) errors.Required(place.Child("verbs"), "verbs must contain at least one value");
            if (rule.NonResourceURLs.Count > 0)
            {
                if (namespaced) errors.Invalid(place.Child("nonResourceURLs"), rule.NonResourceURLs, "namespaced rules cannot apply to non-resource URLs");
                if (rule.ApiGroups.Count > 0 || rule.Resources.Count > 0 || rule.ResourceNames.Count > 0) errors.Invalid(place.Child("nonResourceURLs"), rule.NonResourceURLs, "rules cannot apply to both regular resources and non-resource URLs");
                continue;
            }

            if (rule.ApiGroups.Count == 0) errors.Required(place.Child("apiGroups"), "resource rules must supply at least one api group");
            if (rule.Resources.Count == 0) errors.Required(place.Child("resources"), "resource rules must supply at least one resource");
        }
    }

    public static void Role(RoleRef role, bool clusterOnly, ErrorList errors)
    {
        var path = FieldPath.Of("roleRef");
        if (role.ApiGroup != Group) errors.NotSupported(path.Child("apiGroup"), role.ApiGroup, Group);
        if (clusterOnly)
        {
            if (role.Kind != "ClusterRole") errors.NotSupported(path.Child("kind"), role.Kind, "ClusterRole");
        }
        else if (role.Kind is not ("Role" or "ClusterRole"))
        {
            errors.NotSupported(path.Child("kind"), role.Kind, "Role", "ClusterRole");
        }

        if (role.Name.Length == 0) errors.Required(path.Child("name"));
        else Check.Rule(errors, path, "name", role.Name, Names.PathSegment(role.Name));
    }

    public static void Subjects(ValueList<Subject> subjects, bool namespaced, ErrorList errors)
    {
        for (var i = 0; i < subjects.Count; i++)
        {
            var subject = subjects[i];
            var place = FieldPath.Of("subjects").Index(i);
            if (subject.Name.Length == 0) errors.Required(place.Child("name"));
            switch (subject.Kind)
            {
                case "ServiceAccount":
                    if (subject.Name.Length > 0) Check.Rule(errors, place, "name", subject.Name, Names.Dns1123Subdomain(subject.Name));
                    if (subject.ApiGroup.Length > 0) errors.NotSupported(place.Child("apiGroup"), subject.ApiGroup, "");
                    if (!namespaced && subject.Namespace.Length == 0) errors.Required(place.Child("namespace"));
                    break;
                case "User" or "Group":
                    if (subject.ApiGroup != Group) errors.NotSupported(place.Child("apiGroup"), subject.ApiGroup, Group);
                    break;
                default:
                    errors.NotSupported(place.Child("kind"), subject.Kind, "ServiceAccount", "User", "Group");
                    break;
            }
        }
    }

    public static void WriteBinding(string name, DateTimeOffset created, RoleRef role, ValueList<Subject> subjects, TableRowBuilder row)
    {
        row.Text(name);
        row.Text($"{role.Kind}/{role.Name}");
        row.Age(created);
        row.Text(string.Join(", ", subjects.Where(subject => subject.Kind == "User").Select(subject => subject.Name)));
        row.Text(string.Join(", ", subjects.Where(subject => subject.Kind == "Group").Select(subject => subject.Name)));
        row.Text(string.Join(", ", subjects.Where(subject => subject.Kind == "ServiceAccount").Select(subject => $"{subject.Namespace}/{subject.Name}")));
    }
}
