using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies.Core;

/// <summary>Checks what processes may do and as whom they run.</summary>
internal static class SecurityContextValidator
{
    private const int SysctlMaxLength = 253;
    private const string SysctlPattern = "([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
    private const int MaxAppArmorProfileLength = 4095;
    private const int MaxGmsaSpecLength = 64 * 1024;
    private const int MaxRunAsUserNameDomainLength = 256;
    private const int MaxRunAsUserNameUserLength = 104;

    public static void Pod(PodSecurityContext context, PodSpec spec, FieldPath path, ErrorList errors)
    {
        if (context.FsGroup is { } fsGroup) Check.Rule(errors, path, "fsGroup", fsGroup, Names.UserOrGroupId(fsGroup));
        if (context.RunAsUser is { } user) Check.Rule(errors, path, "runAsUser", user, Names.UserOrGroupId(user));
        if (context.RunAsGroup is { } group) Check.Rule(errors, path, "runAsGroup", group, Names.UserOrGroupId(group));
        for (var i = 0; i < context.SupplementalGroups.Count; i++)
        {
            if (Names.UserOrGroupId(context.SupplementalGroups[i]) is { Length: > 0 } bad) errors.Invalid(path.Child("supplementalGroups").Index(i), context.SupplementalGroups[i], bad);
        }

        if (spec.ShareProcessNamespace == true && spec.HostPID) errors.Invalid(path.Child("shareProcessNamespace"), true, "ShareProcessNamespace and HostPID cannot both be enabled");
        if (context.Sysctls.Count > 0) Sysctls(context.Sysctls, path.Child("sysctls"), errors);
        Check.OptionalOneOf(errors, path, "fsGroupChangePolicy", context.FsGroupChangePolicy, PodFSGroupChangePolicy.Always, PodFSGroupChangePolicy.OnRootMismatch);
        Seccomp(context.SeccompProfile, path, errors);
        AppArmor(context.AppArmorProfile, path, errors);
        if (context.WindowsOptions is { } windows) Windows(windows, path.Child("windowsOptions"), errors);
        Check.OptionalOneOf(errors, path, "supplementalGroupsPolicy", context.SupplementalGroupsPolicy, SupplementalGroupsPolicy.Merge, SupplementalGroupsPolicy.Strict);
        Check.OptionalOneOf(errors, path, "seLinuxChangePolicy", context.SeLinuxChangePolicy, PodSELinuxChangePolicy.MountOption, PodSELinuxChangePolicy.Recursive);
    }

    public static void Container(SecurityContext? context, FieldPath path, bool? hostUsers, ErrorList errors)
    {
        if (context is null) return;
        if (context.RunAsUser is { } user) Check.Rule(errors, path, "runAsUser", user, Names.UserOrGroupId(user));
        if (context.RunAsGroup is { } group) Check.Rule(errors, path, "runAsGroup", group, Names.UserOrGroupId(group));
        Check.OptionalOneOf(errors, path, "procMount", context.ProcMount, ProcMountType.Default, ProcMountType.Unmasked);
        if (hostUsers != false && context.ProcMount == ProcMountType.Unmasked)
        {
            errors.Invalid(path.Child("procMount"), context.ProcMount, "`hostUsers` must be false to use `Unmasked`");
        }

        Seccomp(context.SeccompProfile, path, errors);
        if (context.AllowPrivilegeEscalation == false)
        {
            if (context.Privileged == true) errors.Invalid(path, Check.Show(context), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
            if (context.Capabilities is { } capabilities && capabilities.Add.Contains("CAP_SYS_ADMIN"))
            {
                errors.Invalid(path, Check.Show(context), "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
            }
        }

        if (context.WindowsOptions is { } windows) Windows(windows, path.Child("windowsOptions"), errors);
        AppArmor(context.AppArmorProfile, path, errors);
    }

    private static void Sysctls(ValueList<Sysctl> sysctls, FieldPath path, ErrorList errors)
    {
        var items = sysctls.AsSpan();
        for (var i = 0; i < items.Length; i++)
        {
            var name = items[i].Name;
            var place = path.Index(i).Child("name");
            if (name.Length == 0) errors.Required(place);
            else if (!IsSysctlName(name)) errors.Invalid(place, name, $"must have at most {SysctlMaxLength} characters and match regex ^{SysctlPattern}$");
            else if (Check.IsRepeated(items, i, static sysctl => sysctl.Name)) errors.Duplicate(place, name);
        }
    }

    private static bool IsSysctlName(ReadOnlySpan<char> name)
    {
        if (name.Length > SysctlMaxLength) return false;
        foreach (var range in name.SplitAny('.', '/'))
        {
            var part = name[range];
            if (part.IsEmpty || !IsLower(part[0]) || !IsLower(part[^1])) return false;
            foreach (var c in part)
            {
                if (!IsLower(c) && c is not ('-' or '_')) return false;
            }
        }

        return true;

        static bool IsLower(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);
    }

    private static void Seccomp(SeccompProfile? profile, FieldPath path, ErrorList errors)
    {
        if (profile is null) return;
        var place = path.Child("seccompProfile");
        if (profile.Type == SeccompProfileType.Localhost)
        {
            if (string.IsNullOrEmpty(profile.LocalhostProfile)) errors.Required(place.Child("localhostProfile"), "must be set when seccomp type is Localhost");
            else Check.LocalDescendingPath(errors, place, "localhostProfile", profile.LocalhostProfile);
        }
        else if (profile.LocalhostProfile is not null)
        {
            errors.Invalid(place.Child("localhostProfile"), profile.LocalhostProfile, "can only be set when seccomp type is Localhost");
        }

        if (profile.Type.Length == 0) errors.Required(place.Child("type"), "type is required when seccompProfile is set");
        else Check.OneOf(errors, place, "type", profile.Type, SeccompProfileType.Localhost, SeccompProfileType.RuntimeDefault, SeccompProfileType.Unconfined);
    }

    private static void AppArmor(AppArmorProfile? profile, FieldPath path, ErrorList errors)
    {
        if (profile is null) return;
        var place = path.Child("appArmorProfile");
        switch (profile.Type)
        {
            case AppArmorProfileType.Localhost:
                if (profile.LocalhostProfile is not { } local)
                {
                    errors.Required(place.Child("localhostProfile"), "must be set when AppArmor type is Localhost");
                }
                else
                {
                    var trimmed = local.Trim();
                    if (trimmed != local) errors.Invalid(place.Child("localhostProfile"), local, "must not be padded with whitespace");
                    else if (trimmed.Length == 0) errors.Required(place.Child("localhostProfile"), "must be set when AppArmor type is Localhost");
                    if (local.Length > MaxAppArmorProfileLength) errors.TooLong(place.Child("localhostProfile"), MaxAppArmorProfileLength);
                }

                break;
            case AppArmorProfileType.RuntimeDefault or AppArmorProfileType.Unconfined:
                if (profile.LocalhostProfile is not null) errors.Invalid(place.Child("localhostProfile"), profile.LocalhostProfile, "can only be set when AppArmor type is Localhost");
                break;
            case "":
                errors.Required(place.Child("type"), "type is required when appArmorProfile is set");
                break;
            default:
                errors.NotSupported(place.Child("type"), profile.Type, AppArmorProfileType.Localhost, AppArmorProfileType.RuntimeDefault, AppArmorProfileType.Unconfined);
                break;
        }
    }

    private static void Windows(WindowsSecurityContextOptions options, FieldPath path, ErrorList errors)
    {
        if (options.GmsaCredentialSpecName is { } specName) Check.Rule(errors, path, "gmsaCredentialSpecName", specName, Names.Dns1123Subdomain(specName));
        if (options.GmsaCredentialSpec is { } gmsa)
        {
            if (gmsa.Length == 0) errors.Invalid(path.Child("gmsaCredentialSpec"), gmsa, "gmsaCredentialSpec cannot be an empty string");
            else if (gmsa.Length > MaxGmsaSpecLength) errors.Invalid(path.Child("gmsaCredentialSpec"), gmsa, $"gmsaCredentialSpec size must be under 64 KiB, but is {gmsa.Length} bytes");
        }

        if (options.RunAsUserName is not { } name) return;
        var place = path.Child("runAsUserName");
        if (name.Length == 0)
        {
            errors.Invalid(place, name, "runAsUserName cannot be an empty string");
            return;
        }

        if (name.Any(char.IsControl)) errors.Invalid(place, name, "runAsUserName cannot contain control characters");
        var parts = name.Split('\\');
        if (parts.Length > 2) errors.Invalid(place, name, "runAsUserName cannot contain more than one backslash");
        var user = parts[^1];
        if (parts.Length == 2 && parts[0].Length >= MaxRunAsUserNameDomainLength)
        {
            errors.Invalid(place, name, $"runAsUserName's Domain length must be under {MaxRunAsUserNameDomainLength} characters");
        }

        if (user.Length == 0) errors.Invalid(place, name, "runAsUserName's User cannot be empty");
        else if (user.Length > MaxRunAsUserNameUserLength) errors.Invalid(place, name, $"runAsUserName's User length must not be longer than {MaxRunAsUserNameUserLength} characters");
    }
}
