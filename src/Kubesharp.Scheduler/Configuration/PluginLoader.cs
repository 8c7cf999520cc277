using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using Kubesharp.Scheduler.Framework;

namespace Kubesharp.Scheduler.Configuration;

/// <summary>
/// Loads plugins that are not part of this project. The arguments of such a plugin name its assembly, and its class when the assembly has
/// several: <c>{assembly: /opt/plugins/Mine.dll, type: Mine.FirstPlugin}</c>; all other arguments are the plugin's own. Each assembly is loaded
/// once, however often its plugins are made. Thread-safe.
/// </summary>
internal sealed class PluginLoader
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Assembly> _assemblies = new(StringComparer.Ordinal);

    /// <summary>Makes a plugin; null when its arguments name no assembly.</summary>
    /// <exception cref="ConfigurationException">The assembly has no such plugin, or it cannot be made.</exception>
    public SchedulerPlugin? Create(string name, PluginContext context)
    {
        var (path, typeName) = Place(context);
        if (path is null) return null;
        var folder = context.Options.PluginFolder;
        path = Path.GetFullPath(path, folder.Length == 0 ? Environment.CurrentDirectory : folder);
        var type = Find(Load(path), path, name, typeName);
        var plugin = Make(type, context);
        return plugin.Name == name ? plugin : throw new ConfigurationException($"{type.FullName} of {path} calls itself \"{plugin.Name}\"");
    }

    private static (string? Path, string? Type) Place(PluginContext context)
    {
        if (context.Args.IsNull) return (null, null);
        using var args = JsonDocument.Parse(context.Args.Memory);
        return (Text("assembly"), Text("type"));

        string? Text(string member) =>
            args.RootElement.ValueKind == JsonValueKind.Object && args.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    private static Type Find(Assembly assembly, string path, string name, string? typeName)
    {
        var types = assembly.GetExportedTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(SchedulerPlugin))).ToList();
        if (typeName is not null) return types.Find(type => type.FullName == typeName) ?? throw new ConfigurationException($"{path} has no public class {typeName} that is a {nameof(SchedulerPlugin)}");
        if (types.Count == 1) return types[0];
        return types.Find(type => type.Name == name || type.Name == name + "Plugin")
            ?? throw new ConfigurationException(types.Count == 0 ? $"{path} has no public class that is a {nameof(SchedulerPlugin)}" : $"{path} has several plugins: name one with type");
    }

    private static SchedulerPlugin Make(Type type, PluginContext context)
    {
        try
        {
            if (type.GetConstructor([typeof(PluginContext)]) is { } withContext) return (SchedulerPlugin)withContext.Invoke([context]);
            if (type.GetConstructor([]) is { } plain) return (SchedulerPlugin)plain.Invoke([]);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw new ConfigurationException(inner.Message, inner);
        }

        throw new ConfigurationException($"{type.FullName} has no public constructor that takes a {nameof(PluginContext)} or nothing");
    }

    private Assembly Load(string path)
    {
        if (!File.Exists(path)) throw new ConfigurationException($"cannot load {path}: there is no such file");
        try
        {
            lock (_gate)
            {
                if (_assemblies.TryGetValue(path, out var known)) return known;
                var assembly = new PluginAssemblies(path).LoadFromAssemblyPath(path);
                _assemblies.Add(path, assembly);
                return assembly;
            }
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"cannot load {path}: {e.Message}", e);
        }
    }

    /// <summary>Assemblies of a plugin: this project's own are shared, others are the plugin's and come from its folder.</summary>
    private sealed class PluginAssemblies(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name!.StartsWith("Kubesharp.", StringComparison.Ordinal) && Default.Assemblies.Any(loaded => loaded.GetName().Name == assemblyName.Name)) return null;
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } file && !IsShared(assemblyName) ? LoadFromAssemblyPath(file) : null;
        }

        private static bool IsShared(AssemblyName name) => name.Name!.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);
    }
}
