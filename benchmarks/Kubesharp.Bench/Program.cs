using System.Runtime.InteropServices;
using Kubesharp.Bench;
using Kubesharp.Bench.Load;
using Kubesharp.Bench.Processes;

if (args is ["bare"]) return await BareServer.RunAsync();
var options = BenchOptions.Parse(args);
if (options is null)
{
    await Console.Error.WriteLineAsync(BenchOptions.Usage);
    return 2;
}

// Answers are read on the thread that hears of them: a hop to another one costs more than the work. Read once, before the first socket.
Environment.SetEnvironmentVariable(LoadConnection.InlineCompletions, "1");
using var stop = new CancellationTokenSource();
void Stop(PosixSignalContext signal)
{
    // The child processes have to be ended before this one.
    signal.Cancel = true;
    stop.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await new BenchRun(options).RunAsync(stop.Token);
    return 0;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}
catch (BenchException e)
{
    await Console.Error.WriteLineAsync($"bench: {e.Message}");
    return 1;
}
