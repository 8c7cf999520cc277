using Kubesharp.Api;
using Kubesharp.Api.Serialization;
using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>Makes profiles leave out the resources that an extender counts by itself.</summary>
internal static class ManagedResources
{
    public static ValueList<KubeSchedulerProfile> LeaveOut(ValueList<KubeSchedulerProfile> profiles, ValueList<ExtenderConfiguration> extenders)
    {
        var names = extenders.SelectMany(extender => extender.ManagedResources).Where(resource => resource.IgnoredByScheduler).Select(resource => resource.Name).ToArray();
        return names.Length == 0 ? profiles : ValueList.Wrap(profiles.Select(profile => LeaveOut(profile, names)).ToArray());
    }

    private static KubeSchedulerProfile LeaveOut(KubeSchedulerProfile profile, string[] names)
    {
        var configs = profile.PluginConfig.ToList();
        var index = configs.FindIndex(config => config.Name == PluginNames.NodeResourcesFit);
        var args = index < 0 || configs[index].Args.IsNull ? NodeResourcesFitArgs.Empty : ApiJson.Decode<NodeResourcesFitArgs>(configs[index].Args.Span);
        args = args with { IgnoredResources = ValueList.Wrap([.. args.IgnoredResources, .. names]) };
        var config = new PluginConfig { Name = PluginNames.NodeResourcesFit, Args = new RawJson(ApiJson.EncodeValue(args)) };
        if (index < 0) configs.Add(config);
        else configs[index] = config;
        return profile with { PluginConfig = ValueList.Wrap(configs.ToArray()) };
    }
}
