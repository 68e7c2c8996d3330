"""mjtwin.evaluate: Python policies under the program's protocol."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

mjtwin = pytest.importorskip("mjtwin", reason="the wheel is not installed")

BELL = {"tasks": "click_bell", "episodes": 2, "progress": False}


class Hold:
    """As the program's `hold`: every joint where it was when the episode began."""

    def __init__(self):
        self.start = {}
        self.batches = []

    def __call__(self, batch):
        self.batches.append(len(batch))
        assert all(batch.instructions)
        for slot, seed, state in zip(batch.slots, batch.seeds, batch.qpos_state):
            self.start.setdefault((slot, seed), state)
        return np.stack([self.start[key] for key in zip(batch.slots, batch.seeds)])


@pytest.fixture(scope="module")
def short_step_limit_run():
    """click_bell is the task with the fewest policy actions among the quick ones."""
    hold = Hold()
    return hold, mjtwin.evaluate(hold, **BELL, action="qpos", workers=2)


def states(run):
    return {e.id: (e.outcome, e.policy_actions, e.state_hash) for e in run.episodes()}


def test_a_callable_does_what_the_same_policy_in_the_program_does(short_step_limit_run):
    hold, run = short_step_limit_run
    assert states(run) == states(mjtwin.evaluate("hold", **BELL))
    assert max(hold.batches) <= 2
    assert run.rate == 0.0
    assert run.asked["policy"] == "python:Hold"


def test_a_run_is_read_back(short_step_limit_run):
    _, run = short_step_limit_run
    again = mjtwin.Run(run.folder)
    assert again.results["overall"]["episodes"] == 2
    frame = again.frame()
    assert list(frame.outcome) == ["step_limit"] * 2
    episode = again.episode(frame.id[0])
    assert episode.actions.shape == (episode.policy_actions, 14)
    assert np.shares_memory(episode.actions, episode.actions)
    assert (run.folder / "report.html").stat().st_size > 0
    assert mjtwin.replay_episode(run.folder, frame.id[0])
    assert mjtwin.compare(run.folder, run.folder)["overall"]["difference"] == 0
    with pytest.raises(KeyError):
        again.episode("click_bell.clean.1")
    with pytest.raises(mjtwin.Error):
        mjtwin.Run(run.folder / "nothing")


def test_pictures_and_their_past_reach_a_callable():
    try:
        mjtwin.PictureMaker()
    except mjtwin.EnvironmentError as problem:
        pytest.skip(str(problem))
    shapes = set()

    def look(batch):
        frames = batch.frames("left")[0]
        shapes.add((batch.images("head").shape[1:], len(frames), frames[0] is None))
        return np.repeat(batch.qpos_state[:, None], 50, axis=1)

    mjtwin.evaluate(look, tasks="click_bell", episodes=1, progress=False, action="qpos", cameras=["head", "left"],
                    image_size=(32, 24), history_length=2, history_spacing=5, chunk_length=50)
    assert ((24, 32, 3), 2, True) in shapes and ((24, 32, 3), 2, False) in shapes


@pytest.mark.parametrize("answer", [lambda batch: np.zeros((len(batch), 3)), lambda batch: 1 / 0,
                                    lambda batch: np.zeros((len(batch) + 1, 16)), lambda batch: "left"])
def test_a_policy_that_breaks_ends_its_episodes_as_errors(answer):
    run = mjtwin.evaluate(answer, **BELL | {"episodes": 1}, expert_check=False)
    (episode,) = run.episodes()
    assert episode.outcome == "error" and episode.reason


def test_wrong_input_is_an_error_before_anything_runs(tmp_path):
    for wrong in ({"tasks": "click_gong"}, {"settings": "dirty"}, {"protocol": "mine"}, {"action": "torque"}):
        with pytest.raises(mjtwin.Error):
            mjtwin.evaluate(Hold(), **BELL | wrong, out=tmp_path / "run")
    with pytest.raises(mjtwin.Error, match="nosuch"):
        mjtwin.evaluate("nosuch", **BELL, out=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def finished_episodes(folder):
    """0 also while the run has no tables yet."""
    try:
        return len(mjtwin.RunStore(folder).episodes())
    except mjtwin.Error:
        return 0


def test_ctrl_c_keeps_what_is_finished_and_the_same_call_goes_on(tmp_path):
    script = """if True:
        import sys, mjtwin
        run = mjtwin.evaluate("hold", tasks="click_bell", episodes=6, workers=1, out=sys.argv[1])
        print(run)
    """
    command = [sys.executable, "-c", script, str(tmp_path / "run")]
    # What a script has put into the background ignores SIGINT, and so would what is started there.
    first = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ),
                             preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    while not finished_episodes(tmp_path / "run"):
        assert first.poll() is None, first.stderr.read()
        time.sleep(0.05)
    first.send_signal(signal.SIGINT)
    _, said = first.communicate(timeout=60)
    assert "KeyboardInterrupt" in said and first.returncode != 0
    assert 1 <= finished_episodes(tmp_path / "run") < 6
    second = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert "0 of 6" in second.stdout, second.stderr
    assert "6/6" in second.stderr  # the progress bar
