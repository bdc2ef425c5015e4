import warnings

warnings.filterwarnings("ignore", r"\s*Eventlet is deprecated")
